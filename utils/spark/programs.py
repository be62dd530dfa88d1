"""Spark's own programs, as pip brings them: start them, hear them, end them.

On loopback only, in a folder that goes with them, with nobody else's settings.
"""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import psutil

from utils.spark.archive import java_options, launcher_options
from utils.spark.guard import for_jvm
from utils.spark.java import find_java, home_for_spark

HERE = "127.0.0.1"
DAEMON = "SPARK_DAEMON_JAVA_OPTS"  # of every program here, a Connect server among them
PARENT_GOES = 1  # PR_SET_PDEATHSIG of Linux's prctl
LINUX = ctypes.CDLL(None) if sys.platform == "linux" else None


def refuse_taken(port: int, option: str = "--port") -> None:
    """Spark would take the next port in silence, and the address would be wrong.

    ``option`` is what another one is asked for with.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except OSError as error:
            raise RuntimeError(
                f"port {port} is taken, perhaps by another cluster: end that one, or "
                f"give another {option} (0: any that is free)"
            ) from error


class Program(NamedTuple):
    """One of Spark's programs, and the file in which it says what it does."""

    process: subprocess.Popen
    log: Path


def _environment(folder: Path) -> dict[str, str]:
    """What the programs see: this machine, this Java, this Spark, and no settings."""
    java = find_java()
    changed = {**os.environ, **for_jvm(os.environ)}
    others = {name: value for name, value in changed.items() if value is not None}
    for name in others.keys() - {"SPARK_SUBMIT_OPTS"}:  # options of the JVM
        if name.startswith("SPARK_"):
            del others[name]
    return {
        **others,
        "JAVA_HOME": str(home_for_spark(java, folder)),
        "SPARK_HOME": str(Path(find_spec("pyspark").origin).parent),
        # Not made: with a folder more on its class path a JVM takes no archive.
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LAUNCHER_OPTS": " ".join(launcher_options(java)),
        DAEMON: " ".join(java_options(java)),
        "SPARK_LOCAL_IP": HERE,  # the pages bind to this
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }


def _end_with_us() -> None:
    """Have Linux end this process when the thread that starts it is gone, even killed.

    It stays so when the process becomes another program, as spark-class becomes Java.
    """
    LINUX.prctl(PARENT_GOES, signal.SIGTERM)


def _start(environment: dict[str, str], log: Path, arguments: tuple) -> Program:
    command = f"{environment['SPARK_HOME']}/bin/spark-class"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [command, *arguments],
            env=environment,
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl+C is ours to handle
            preexec_fn=_end_with_us if LINUX else None,
        )
    return Program(process, log)


def said(program: Program, pattern: str, times: int = 1) -> str:
    """Wait until a program has said this so many times; return what it said last."""
    end = time.monotonic() + 300
    while True:
        text = program.log.read_text(errors="replace")
        if len(found := re.findall(pattern, text)) >= times:
            return found[-1]
        if program.process.poll() is not None or time.monotonic() > end:
            lines = [line for line in text.splitlines() if "\tat " not in line]
            raise RuntimeError(
                f"Spark's {program.log.stem} did not start. It says last:\n"
                + "\n".join(lines[-8:])
            )
        time.sleep(0.05)


def _stop(processes: list[subprocess.Popen]) -> None:
    """End processes and what they have started, and wait until they are gone."""
    family = []
    for process in processes:
        # One that has ended by itself has no children any more (executors end when
        # their worker does), and its number may be a stranger's by now.
        if process.poll() is not None:
            continue
        with contextlib.suppress(psutil.NoSuchProcess):
            one = psutil.Process(process.pid)
            family += [*one.children(recursive=True), one]
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(family, timeout=10)[1]:
        process.kill()
    psutil.wait_procs(family, timeout=10)


@contextmanager
def programs() -> Iterator[tuple[Path, Callable[..., Program]]]:
    """A folder, and a function that starts programs; both go at the end.

    The function takes a name for the log, the arguments of ``spark-class``, and by name
    what the environment has besides.
    """
    if os.name == "nt":
        raise RuntimeError(
            "Spark's cluster programs do not run on Windows: use WSL, or name a "
            "cluster elsewhere in SPARK_MASTER. Everything else here runs without"
        )
    folder = Path(tempfile.mkdtemp(prefix="workbook-cluster-"))
    started: list[subprocess.Popen] = []

    def start(name: str, *arguments: str, **besides: str) -> Program:
        options = " ".join([environment[DAEMON], besides.pop(DAEMON, "")])
        own = {**environment, **besides, DAEMON: options}
        program = _start(own, folder / f"{name}.log", arguments)
        started.append(program.process)
        return program

    try:
        environment = _environment(folder)
        yield folder, start
    finally:
        _stop(started[::-1])
        shutil.rmtree(folder, ignore_errors=True)
