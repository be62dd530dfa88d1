"""Make the archive of Spark's classes (see archive.py): when asked, or in passing.

`make lab` has it made in the background, `make check` and `make warmup` wait for it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from utils.files import ROOT
from utils.spark.archive import SWITCH, archive, make_archive, why_not
from utils.spark.java import Java, find_java

PATIENCE = 15.0  # seconds: JupyterLab opens first
MEMORY = 3 * 2**30  # bytes that must be free: writing an archive takes two of them


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else makes an archive there; else they have it to do.

    The system itself lets go of the lock of a process that is gone, killed or not. The
    number in the file is for people.
    """
    import fcntl  # not on Windows, where no archive is made

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "making.pid").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        for left in folder.glob("making-*"):  # by one that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield True


def _failed(java: Java) -> Path:
    """A note that a try with this Java and this PySpark did not succeed, and why."""
    return archive(java).with_suffix(".failed")


def wanted(java: Java) -> bool:
    """Whether an archive is to be made in passing: never tried, and not forbidden."""
    return not (
        os.environ.get(SWITCH)
        or why_not(java)
        or archive(java).exists()
        or _failed(java).exists()
    )


def make_once(java: Java) -> Path | None:
    """Make the archive, unless somebody else does just now.

    Raises
    ------
    OSError
        If there is no room for it. The next call tries again.
    RuntimeError
        If this Java makes none. That is written down, so that `wanted` knows.
    """
    if why_not(java):  # before the lock, which Windows does not have
        raise RuntimeError(f"no archive was made: {why_not(java)}")
    with _alone(archive(java).parent) as mine:
        if not mine:
            return None
        try:
            path = make_archive(java)
        except RuntimeError as error:
            _failed(java).write_text(f"{error}\n", encoding="utf-8")
            raise
        _failed(java).unlink(missing_ok=True)
        return path


def in_passing() -> None:
    """Make the archive where a person waits anyway; say so, and never fail."""
    with contextlib.suppress(OSError, RuntimeError):
        if wanted(find_java()):
            main([])


def _gently() -> None:
    """Let everything else on this machine go first."""
    os.nice(19)
    if hasattr(psutil, "IOPRIO_CLASS_IDLE") and sys.platform == "linux":
        with contextlib.suppress(OSError, psutil.Error):
            psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE)


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _in_background(parent: int) -> int:
    """Wait, then make the archive without a word; the end of our parent ends it."""
    signal.signal(signal.SIGTERM, _leave)
    # Once a second: an orphan has another parent.
    signal.signal(signal.SIGALRM, lambda *_: os.getppid() == parent or _leave())
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    _gently()
    time.sleep(PATIENCE)
    with contextlib.suppress(OSError, RuntimeError):
        java = find_java()
        if wanted(java) and psutil.virtual_memory().available > MEMORY:
            make_once(java)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return 0


@contextmanager
def beside() -> Iterator[None]:
    """Have the archive made in the background for as long as this lasts."""
    if os.name == "nt" or os.environ.get(SWITCH):
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "utils.spark", "warmup", f"--beside={os.getpid()}"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is not for it
    )
    threading.Thread(target=process.wait, daemon=True).start()  # it ends long before us
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def main(arguments: list[str]) -> int:
    """Make the archive, and say how it went."""
    if arguments and arguments[0].startswith("--beside="):
        return _in_background(int(arguments[0].partition("=")[2]))
    if arguments:
        print(f"found {' '.join(arguments)}, expected nothing after warmup")
        return 2
    start = time.perf_counter()
    print(
        "Making Spark start faster on this machine: about a minute, once.", flush=True
    )
    try:
        path = make_once(find_java())
    except (OSError, RuntimeError) as error:
        print(f"{error}\nSpark works without it, and starts more slowly.")
        return 1
    except KeyboardInterrupt:
        print("\nStopped, and nothing is left of it.")
        return 1
    if path is None:
        print("Another process is at it already.")
        return 0
    size, seconds = path.stat().st_size / 1e6, time.perf_counter() - start
    print(f"Done in {seconds:.0f} s: {size:.0f} MB in {path}. Delete it at any time.")
    return 0
