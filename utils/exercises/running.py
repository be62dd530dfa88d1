"""Run somebody's function: with a time limit, and say what happened in their words."""

import ctypes
import dis
import linecache
import threading
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

EMPTY = (None, ...)  # what a body of nothing loads


class TooLong(BaseException):
    """Raised inside of an answer that does not end; no `except Exception` stops it."""


class Run(NamedTuple):
    """What a call gave: a value, or a fault in words."""

    value: Any = None
    fault: str | None = None


def is_stub(function: Callable) -> bool:
    """Whether the body is still ``...`` (or ``pass``), with or without a docstring."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    return all(
        step.opname in {"RESUME", "NOP", "RETURN_VALUE"}
        or (step.opname in {"LOAD_CONST", "RETURN_CONST"} and step.argval in EMPTY)
        for step in dis.get_instructions(code)
    )


def call_in_time(function: Callable, seconds: float) -> Any:
    """Return ``function()``, or raise `TooLong` in it after so many seconds.

    The exception is put into this very thread, so that it works on every system and
    wherever the kernel runs the cell. It is put there once, and arrives between two
    steps of Python code: one long call of a compiled library is stopped when it
    returns, and a loop that swallows it with a bare ``except:`` is not stopped.
    """
    me = ctypes.c_ulong(threading.get_ident())
    turn, running = threading.Lock(), [True]

    def put(exception: type | None) -> None:
        wanted = None if exception is None else ctypes.py_object(exception)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(me, wanted)

    def interrupt() -> None:
        with turn:
            if running[0]:
                put(TooLong)

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        return function()
    finally:
        with turn:  # nothing is on its way any more when this is left
            running[0] = False
            put(None)
        timer.cancel()


def _own_line(function: Callable, error: BaseException) -> str:
    """The last line of the answer's own file that the error went through."""
    mine = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == mine]
    if not own:
        return ""
    line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
    return f" in line {own[-1].lineno}: {line}" if line else ""


def run(function: Callable, args: tuple, seconds: float) -> Run:
    """Call a function and catch what goes wrong, as a sentence."""
    try:
        return Run(call_in_time(lambda: function(*args), seconds))
    except TooLong:
        return Run(
            fault=f"it was stopped after {seconds:g} seconds: does a loop never end?"
        )
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}".strip().removesuffix(":")
        return Run(fault=f"it raised {what}{_own_line(function, error)}")
