"""The plain loops of the lessons, compiled, and shared among this machine's cores."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.linalg.cython_blas  # noqa: F401 - see _blas
from numba import njit
from numba.core.event import Event, Listener, register
from threadpoolctl import ThreadpoolController

WORKERS = min(4, os.cpu_count() or 1)
COMPILED: list[str] = []  # loops that this session had to compile
NOT_KEPT: list[str] = []  # loops that can't be kept for the next session


def compiled(loop: Callable | None = None, *, reorder: bool = False) -> Callable:
    """Have Numba compile a loop for the types that it is first called with.

    It lets go of Python's lock, so that `map_on_cores` helps, and the result is kept
    beside the source; where nothing can be written there, for this session alone.

    Parameters
    ----------
    loop : callable
    reorder : bool
        If True, a sum may be added up in another order, several numbers at once:
        faster, and other by what is rounded.
    """
    if loop is None:
        return partial(compiled, reorder=reorder)
    options = {"nogil": True, "fastmath": {"reassoc", "contract"} if reorder else False}
    try:
        return njit(cache=True, **options)(loop)
    except RuntimeError:  # Numba found no place to keep it
        NOT_KEPT.append(loop.__name__)
        return njit(**options)(loop)


class _Notice(Listener):
    """Say once, before a loop of the workbook is compiled, what the wait is for."""

    def on_start(self, event: Event) -> None:
        loop = event.data["dispatcher"].py_func
        if not loop.__module__.startswith("utils."):
            return
        if not COMPILED:
            print(notice(), flush=True)
        COMPILED.append(loop.__name__)

    def on_end(self, event: Event) -> None:
        pass


register("numba:compile", _Notice())


def notice() -> str:
    """Say why a session waits, and what to do where the next one would wait as well."""
    if NOT_KEPT:
        return (
            "Compiling the loops of this workbook: half a minute (up to two if busy), "
            f"in each session, since neither {Path(__file__).parent} nor your home "
            "folder can be written. Let NUMBA_CACHE_DIR name a folder that can."
        )
    return (
        "Compiling the loops of this workbook: half a minute (up to two if busy), once."
    )


def equal_shares(work: np.ndarray, parts: int) -> list[slice]:
    """Cut rows into slices of about equal work; fewer than ``parts`` if rows are few.

    Examples
    --------
    >>> equal_shares(np.array([3, 1, 1, 1]), 2)
    [slice(0, 1, None), slice(1, 4, None)]
    """
    done = np.cumsum(work)  # after each row
    wanted = done[-1] * np.arange(1, parts) / parts if len(work) else []
    cuts = np.unique([0, *(np.searchsorted(done, wanted) + 1), len(work)])
    return [slice(int(a), int(b)) for a, b in pairwise(cuts)]


@cache
def _blas() -> ThreadpoolController:
    """Every BLAS that is loaded; SciPy's, too, which does the products of loops."""
    return ThreadpoolController()


def map_on_cores(function: Callable, items: Iterable) -> list:
    """Call a function for each item, some at a time, and return what they gave.

    For functions that spend their time in compiled loops, NumPy and SciPy, which let go
    of the lock. Meanwhile a matrix product takes one core alone: if each of several
    threads starts threads of its own, they wait for each other and become slower than
    one.

    Examples
    --------
    >>> map_on_cores(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    items = list(items)
    if len(items) < 2:  # of a toy: threads would take longer than the work
        return list(map(function, items))
    one_each = _blas().limit(limits=1, user_api="blas")
    with one_each, ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))
