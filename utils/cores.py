"""Share work among the cores of this machine."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from threadpoolctl import ThreadpoolController

WORKERS = min(4, os.cpu_count() or 1)


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def map_on_cores(function: Callable, items: Iterable) -> list:
    """Call a function for each item, some at a time, and return what they gave.

    For functions that spend their time in NumPy and SciPy, which let go of Python's
    lock. Meanwhile a matrix product takes one core alone: if each of several threads
    starts threads of its own, they wait for each other and become slower than one.

    Examples
    --------
    >>> map_on_cores(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    one_each = _blas().limit(limits=1, user_api="blas")
    with one_each, ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))
