"""Run somebody's function: with a time limit, and say what happened in their words."""

import ctypes
import dis
import linecache
import re
import threading
import traceback
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

EMPTY = (None, ...)  # what a body of nothing loads
REMEDIES = {  # what is in an error -> what to do
    "ZeroDivisionError": "nothing to divide by in this case: test for it first",
    "'NoneType'": "None is not a number: leave it out first",
    "NameError": "import it, or define it above",
    "all input array dimensions": "parts of unlike size were put together",
    "truth value of an array": "an array is not one condition: use a mask, any or all",
    "Singular matrix": "this system has no single solution; is λ in it?",
    "empty sequence": "nothing is left to choose from in this case",
    "arg 3 must not be zero": "the step is 0 in this case: make it at least 1",
    "out of bounds": "a position is past the end: is it an id, or counted from 1?",
    "unhashable": "a list can't be in a set, nor the key of a dict",
    "RecursionError": "the function calls itself without an end",
}


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


def why_none(function: Callable) -> str:
    """Why a function gave None, as a sentence: it has no return, or returns None."""
    code = getattr(function, "__code__", None)
    steps = [] if code is None else list(dis.get_instructions(code))
    last = [
        before.opname == "LOAD_CONST" and before.argval is None
        for before, step in pairwise(steps)
        if step.opname == "RETURN_VALUE"
    ]
    if code is not None and all(last):
        return "a function without return gives None"
    return (
        "a call that prints, or changes something in place, gives None: return the "
        "thing itself"
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


def _own_frame(function: Callable, error: BaseException) -> Any:
    """The last step of the answer's own file that the error went through."""
    mine = getattr(getattr(function, "__code__", None), "co_filename", None)
    steps = traceback.walk_tb(error.__traceback__)
    own = [step for step in steps if step[0].f_code.co_filename == mine]
    return own[-1] if own else None


def _where(function: Callable, error: BaseException) -> tuple[str, str]:
    """The learner's own line with its number, and the shapes of what is named in it."""
    if (step := _own_frame(function, error)) is None:
        return "", ""
    frame, number = step
    line = linecache.getline(frame.f_code.co_filename, number).strip()
    shapes = ", ".join(
        f"{name} {frame.f_locals[name].shape}"
        for name in dict.fromkeys(re.findall(r"\w+", line))
        if hasattr(frame.f_locals.get(name), "shape")
    )
    return (f" in line {number}: {line}" if line else ""), shapes


def _what(error: BaseException, shapes: str) -> str:
    """An error in words; shapes instead of NumPy's signatures of its functions."""
    text = f"{type(error).__name__}: {error}".strip().removesuffix(":")
    if "signature (" in text:
        sizes = re.findall(r"(?:size|from|k=) ?(\d+)", text)
        met = " and ".join(sizes) if sizes else "unlike sizes"
        text = f"{type(error).__name__}: the shapes do not fit, {met} meet"
    fits_not = isinstance(error, (ValueError, IndexError)) and shapes
    return f"{text} (shapes: {shapes})" if fits_not else text


def run(function: Callable, args: tuple, seconds: float) -> Run:
    """Call a function and catch what goes wrong, as a sentence."""
    try:
        return Run(call_in_time(lambda: function(*args), seconds))
    except TooLong:
        return Run(
            fault=f"it was stopped after {seconds:g} seconds: does a loop never end?"
        )
    except (Exception, SystemExit) as error:
        line, shapes = _where(function, error)
        what = _what(error, shapes)
        remedy = next((f"; hint: {REMEDIES[r]}" for r in REMEDIES if r in what), "")
        return Run(fault=f"it raised {what}{line}{remedy}")
