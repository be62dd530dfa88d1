"""Seconds of a call, and never of a plan."""

import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Timed(NamedTuple):
    """What a call took, and what it gave."""

    seconds: float
    result: Any


def timed(call: Callable, *arguments: object, **settings: object) -> Timed:
    """Time one call, and refuse if all it gives is a plan of Spark's.

    Parameters
    ----------
    call : function
    *arguments, **settings
        What it is called with.

    Returns
    -------
    seconds : float
        By the clock on the wall.
    result : object
        What the call gave.

    Raises
    ------
    TypeError
        If that is a Spark DataFrame, or some of them: nothing has been computed then.

    Examples
    --------
    >>> seconds, result = timed(sorted, [3, 1, 2], reverse=True)
    >>> result, seconds < 1
    ([3, 2, 1], True)
    """
    start = time.perf_counter()
    result = call(*arguments, **settings)
    seconds = time.perf_counter() - start
    if _is_plan(result):
        raise TypeError(
            "found a Spark DataFrame, a plan of which nothing has been computed, "
            "expected a result: time what asks for one, as in timed(table.count)"
        )
    return Timed(seconds, result)


def _is_plan(result: object) -> bool:
    if "pyspark.sql" not in sys.modules:  # then it can't be one
        return False
    from pyspark.sql import DataFrame

    some = result if isinstance(result, (list, tuple)) else [result]
    return any(isinstance(one, DataFrame) for one in some)
