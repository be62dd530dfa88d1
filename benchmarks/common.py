"""What the benchmarks share: one matrix kernel, and a process for each measurement.

Import it before NumPy: the first lines choose how its matrix products run.

Other libraries are optional: ``pip install --editable . --group benchmarks`` in an
environment of its own, with Python 3.13 for LensKit (it needs 3.12.5 or newer). One
that is missing is said to be so, and left out.
"""

import importlib.util
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, wait

# One matrix kernel for all alike: the best of this processor, not one set from outside.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # whoever wants threads brings their own

import psutil  # noqa: E402
import threadpoolctl  # noqa: E402


def _fresh() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def alone(function, *arguments):
    """Call a function in a fresh process, so that its memory is its own."""
    with _fresh() as pool:
        return pool.submit(function, *arguments).result()


def alone_with_peak(function, *arguments) -> tuple:
    """The same, and the most bytes that it and its children (a JVM) had in memory."""
    peak = 0
    with _fresh() as pool:
        future = pool.submit(function, *arguments)
        while not future.done():  # a look takes milliseconds, so not all the time
            peak = max(peak, _bytes_of_children())
            wait([future], timeout=0.2)
    return future.result(), peak


def _bytes_of_children() -> int:
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:  # it has ended meanwhile
            continue
    return total


def say_what_runs(modules: dict[str, str]) -> set[str]:
    """Print the machine's part of the story; return the libraries that are missing."""
    import numpy  # noqa: F401 (its BLAS is what is asked for)

    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    for pool in threadpoolctl.threadpool_info():
        if pool["user_api"] == "blas":
            kernel = pool.get("architecture", "?")
            print(f"BLAS: {pool['internal_api']} {pool['version']}, {kernel} kernel")
    missing = {lib for lib, mod in modules.items() if not importlib.util.find_spec(mod)}
    for library in sorted(missing):
        why = ""
        if library == "LensKit" and sys.version_info < (3, 12, 5):
            why = f": it needs Python 3.12.5 or newer, this is {sys.version.split()[0]}"
        print(f"{library} is not installed and left out{why}")
    return missing
