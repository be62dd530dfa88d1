"""One guard between Spark and the environment of a mixed or shared machine.

Other people and programs have put things there that are good for them. What a JVM of
ours is to see of it says `for_jvm`; `limited` ends a start that lasts too long.
"""

import contextlib
import ctypes
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

LIMIT, CLUSTER_LIMIT = 300.0, 900.0  # seconds for a start, here and on a cluster
GREETING = 60.0  # seconds for the first word of a server of Spark Connect
OPTIONS = (
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "_JAVA_OPTIONS",
    "SPARK_SUBMIT_OPTS",
)
# A JVM takes one collector, and a first heap below its largest: we name both.
OURS = re.compile(r"-XX:[+-]Use\w+GC\b|-Xms\S+")
# They would turn a session of this kernel into one of Spark Connect.
CONNECT = ("SPARK_CONNECT_MODE", "SPARK_API_MODE", "SPARK_CONNECT_MODE_ENABLED")
# What an installed Spark or Hadoop asks of whoever starts one: settings and classes.
THEIRS = ("SPARK_CONF_DIR", "HADOOP_CONF_DIR", "YARN_CONF_DIR", "SPARK_DIST_CLASSPATH")
# A JVM that has no room would leave a report where it was started, as in work/.
NO_REPORT = f"-XX:ErrorFile={os.devnull}"
NO_PROXY = "no_grpc_proxy"  # gRPC reads it in small letters
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
NOBODY = "learner"  # whoever has no name on this machine


def for_jvm(others: Mapping[str, str]) -> dict[str, str | None]:
    """What must be other than in an environment before a JVM of ours sees it.

    Parameters
    ----------
    others : mapping of str to str
        The environment, such as ``os.environ``.

    Returns
    -------
    dict of str to str, or to None for what must go

    Examples
    --------
    >>> mended = for_jvm({"JAVA_TOOL_OPTIONS": "-XX:+UseG1GC -Dx=1"})
    >>> mended["JAVA_TOOL_OPTIONS"], mended["PYSPARK_SUBMIT_ARGS"]
    ('-Dx=1', None)
    """
    mended: dict[str, str | None] = {
        name: OURS.sub("", others[name]).strip() for name in OPTIONS if name in others
    }
    # Names of files, and upper case without Turkey's i, in whatever tongue one works.
    mended["LC_ALL"] = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    # Where addresses are counted, as by `ulimit -v`, many arenas would take them all.
    mended["MALLOC_ARENA_MAX"] = others.get("MALLOC_ARENA_MAX", "4")
    mended["PYSPARK_SUBMIT_ARGS"] = None  # settings come from get_spark alone
    return mended


def nameless() -> bool:
    """Whether this user id has no name on this machine, as in some containers."""
    if os.name == "nt":
        return False
    import pwd

    try:
        return not pwd.getpwuid(os.getuid())
    except KeyError:
        return True


def sign_in(jvm: Any) -> None:
    """Give Hadoop a user; it would ask the system for the name of one."""
    if nameless():
        users = jvm.org.apache.hadoop.security.UserGroupInformation
        users.setLoginUser(users.createRemoteUser(NOBODY))


def jvm_options(folder: Path) -> list[str]:
    """Where a JVM writes if it breaks, and who it works for if nobody has a name."""
    options = [f'"-XX:ErrorFile={folder.as_posix()}/hs_err_pid%p.log"']
    if nameless():
        options += [f"-Duser.name={NOBODY}", f'"-Duser.home={folder.as_posix()}"']
    return options


def settings(folder: Path) -> dict[str, str]:
    """Settings that Spark needs on this machine, and on others not."""
    wanted = {"spark.port.maxRetries": "200"}  # so many sessions on one server
    try:
        socket.gethostbyname("localhost")
    except OSError:  # PySpark asks for that name, unless it has no need of one
        wanted["spark.python.unix.domain.socket.enabled"] = "true"
        wanted["spark.python.unix.domain.socket.dir"] = str(folder)
    return wanted


def without_proxy(host: str) -> None:
    """Have gRPC speak to this machine itself; it would ask a proxy, and wait for it."""
    if host in LOOPBACK:
        known = os.environ.get(NO_PROXY, os.environ.get("no_proxy", ""))
        os.environ[NO_PROXY] = ",".join(filter(None, [known, *LOOPBACK, "::1"]))


def greeted(url: str) -> None:
    """Wait until a server of Spark Connect speaks.

    PySpark waits inside of gRPC, where no limit of ours is heard, and again at the
    kernel's end.

    Raises
    ------
    TimeoutError
        If nothing is heard within a minute.
    """
    import grpc
    from pyspark.sql.connect.client import DefaultChannelBuilder

    with DefaultChannelBuilder(url).toChannel() as channel:
        ask = channel.unary_unary("/spark.connect.SparkConnectService/AreYouThere")
        try:
            ask(b"", timeout=GREETING, wait_for_ready=True)
        except grpc.RpcError as error:
            if error.code() in (
                grpc.StatusCode.DEADLINE_EXCEEDED,
                grpc.StatusCode.UNAVAILABLE,
            ):
                raise TimeoutError(f"not a word in {GREETING:.0f} seconds") from error
            # It knows no such question, and says so: it is there.


def _kill_new(before: set[psutil.Process]) -> list[psutil.Process]:
    """Kill what this process has started since."""
    new = [p for p in psutil.Process().children(recursive=True) if p not in before]
    for process in new:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    return new


def _throw(thread: int, kind: type[BaseException] | None) -> None:
    """Raise an error in a thread, as Ctrl+C does in the first; None takes it back."""
    error = kind and ctypes.py_object(kind)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Whole or not at all, and within so many seconds.

    Whatever ends the block with an error, an interrupt among them, also ends the
    processes that were started in it: nobody would know of them any more.

    Parameters
    ----------
    seconds : float

    Raises
    ------
    TimeoutError
        If the block was not done by then; it is left in the midst of what it did.
    """
    before = set(psutil.Process().children(recursive=True))
    caller, late = threading.get_ident(), threading.Event()

    def end() -> None:
        late.set()
        _throw(caller, TimeoutError)
        _kill_new(before)  # whoever waits for an answer of theirs wakes up

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except BaseException as error:
        timer.cancel()
        psutil.wait_procs(_kill_new(before), timeout=60)
        if late.is_set() and isinstance(error, Exception):
            raise TimeoutError(f"not there after {seconds:.0f} seconds") from error
        raise
    finally:
        timer.cancel()
        timer.join()
        _throw(caller, None)
