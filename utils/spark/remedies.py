"""What a failed start says, and what helps against it."""

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from utils.machine import remedy
from utils.spark.guard import OPTIONS, THEIRS

# What a log says, and what helps against it; the first that is found counts.
REMEDIES = (
    (
        r"No space left on device|Disk quota exceeded",
        "make room in the folder for temporary files, {tmp}, or let TMPDIR name "
        "another one, and restart the kernel",
    ),
    (
        r"could not reserve|could not allocate|insufficient memory|cannot allocate"
        r"|OutOfMemoryError|Too small maximum heap",
        "Spark's {heap} are more than this machine, or your part of it, can give: "
        "close other notebooks (Kernel > Shut Down All Kernels), or ask for more; a "
        "number that `ulimit -v` prints must be 4000000 or more",
    ),
    (
        r"error occurred during initialization of|could not create the java"
        r"|error: could not (find or load main class|open `)",
        "an option in {set} is not for this Java: unset it, and restart the kernel",
    ),
    (
        r"unknownhost|name or service not known|nodename nor servname",
        "this machine does not know its own name: /etc/hosts should have the lines "
        "`127.0.0.1 localhost` and `127.0.1.1` with what `hostname` prints",
    ),
    (
        r"address already in use|bindexception|can't assign requested address",
        "another program has taken the ports: end sessions that nobody uses, and "
        "restart the kernel",
    ),
    (
        r"loginexception|invalid null input: name|basedir must be absolute",
        "your user id has no name on this machine: ask whoever runs it for a line in "
        "/etc/passwd",
    ),
    (
        r"master must either be|could not parse master|invalid master|port number in",
        "unset SPARK_MASTER, or write it as spark://host:7077 or local[2]",
    ),
    (
        r"unsupportedclassversion|nosuchmethoderror|noclassdeffound"
        r"|classnotfound|abstractmethoderror",
        "classes of another Spark, Hadoop or Java are in the way: unset {set}, and "
        "restart the kernel",
    ),
    (
        r"permission denied|operation not permitted|read-only file system",
        "a folder may not be written, or a program may not be started from it: let "
        "TMPDIR name a folder of yours (it is {tmp})",
    ),
)
# What changes a JVM or a Spark of whoever has set it.
NAMES = (*OPTIONS, *THEIRS, "CLASSPATH", "LD_LIBRARY_PATH", "LD_PRELOAD")


def _no_stack(said: str) -> list[str]:
    """The lines that are not Java's way to where it failed."""
    return [line for line in said.splitlines() if not line.startswith("\tat ")]


def gist(log: Path) -> str:
    """The last lines of a log that are not a Java stack."""
    said = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(_no_stack(said)[-15:])


@contextmanager
def in_words() -> Iterator[None]:
    """Have an error of Java say what it says: later its JVM is gone, and its words."""
    from py4j.protocol import Py4JJavaError

    try:
        yield
    except Py4JJavaError as error:
        try:
            said = str(error)
        except Exception:  # that JVM has died of it, and its log says the rest
            said = "its JVM has died"
        raise RuntimeError("\n".join(_no_stack(said))) from None


def helps(said: str, heap: str = "memory") -> str:
    """What helps, in a sentence, against what a log or an error says.

    Parameters
    ----------
    said : str
    heap : str
        What Spark asks for, as in "4096m".

    Examples
    --------
    >>> helps("java.net.UnknownHostException: nowhere")[:40]
    'this machine does not know its own name:'
    """
    mine = [name for name in NAMES if os.environ.get(name)]
    words = {
        "tmp": os.environ.get("TMPDIR", "/tmp"),
        "heap": heap,
        "set": ", ".join(mine) or "the environment",
    }
    for pattern, sentence in REMEDIES:
        if re.search(pattern, said, re.IGNORECASE):
            return sentence.format(**words)
    if not mine:
        return remedy("spark")
    return f"{remedy('spark')}; if it stays so, unset {words['set']}, and try again"


def failed(master: str, java: Any, log: Path, error: BaseException, heap: str) -> str:
    """Tell of a start that failed: where, the cause, and what helps."""
    says, cause = gist(log), " ".join(str(error).split())[:500]
    return (
        f"Spark did not start on {master} with Java {java.version} of {java.source} "
        f"({platform.platform()}): {cause}\nIts log says:\n{says}\n"
        f"What to do: {helps(f'{says} {cause}', heap)}"
    )
