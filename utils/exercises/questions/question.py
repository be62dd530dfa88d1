"""A question before a cell: what is asked, what came out, and one sentence why."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Question:
    """A question with choices, or with a number for an answer.

    Attributes
    ----------
    name : str
        Notebook and a word, "02.zeros": it stays, since answers are kept under it.
    asks : str
        Short, since the text above it says the rest: a question, or a sentence whose
        end is to be chosen or typed, "Closer to Ana is …".
    truth : callable
        The answer, computed from what the notebook has computed: its parameters are
        names of the notebook. Gives one of the choices, or a number.
    why : str
        One sentence, without figures: those stand in the output.
    cell : str
        Id of the cell whose output answers it; "" if something is to be moved first.
    choices : tuple of str
        None for a number.
    answer : str
        What ``truth`` gives for everybody, or for the demo profile; a test holds it to
        that. "" if it depends on the machine.
    unit : str
        Of a number: "stars".
    within, factor : float
        How near a number must come to count: in its unit, or as a ratio.
    """

    name: str
    asks: str
    truth: Callable[..., str | float]
    why: str
    cell: str = ""
    choices: tuple[str, ...] = ()
    answer: str = ""
    unit: str = ""
    within: float = 0.0
    factor: float = 0.0


class NotYet(LookupError):
    """Raised where a notebook has not come as far as the answer."""


class Outcome(NamedTuple):
    """What came out; whether it was foreseen; what there is to say of it."""

    answer: str | float
    foreseen: bool
    why: str


def typed_number(text: str) -> float:
    """Read a number as people type it.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> typed_number("1,000"), typed_number("0,5"), typed_number(" 20 % ")
    (1000.0, 0.5, 20.0)
    """
    plain = re.sub(r"[\s%]", "", text).replace("−", "-")
    thousands = re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", plain)
    plain = plain.replace(",", "" if thousands else ".")
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d\d?)?", plain):
        raise ValueError(
            f"found {text.strip()!r}, expected a number alone, such as 12 or 0.5"
        )
    return float(plain)


def in_words(question: Question, value: str | float) -> str:
    """An answer as it is shown: a choice as it is, a number with its unit.

    Examples
    --------
    >>> ask = Question("02.x", "How many?", lambda: 1.0, "So.", unit="times", factor=2)
    >>> in_words(ask, 1234.5), in_words(ask, 2.345), in_words(ask, 1)
    ('1,234 times', '2.35 times', '1 time')
    >>> in_words(Question("02.y", "How much?", lambda: 1.0, "So.", unit="%"), 12)
    '12%'
    """
    if isinstance(value, str):
        return value
    figures = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    unit = question.unit.removesuffix("s") if figures == "1" else question.unit
    return f"{figures}%" if unit == "%" else f"{figures} {unit}".strip()


def nearness(question: Question) -> str:
    """How near a number must come to count, as it is said.

    Examples
    --------
    >>> nearness(Question("02.x", "How many?", lambda: 1.0, "So.", factor=1.5))
    'within a factor of 1.5 counts'
    >>> nearness(Question("02.y", "How far?", lambda: 1.0, "So.", unit="stars",
    ...                   within=1))
    'within 1 star counts'
    """
    if question.factor:
        return f"within a factor of {question.factor:g} counts"
    return f"within {in_words(question, question.within)} counts"


def is_near(question: Question, guess: float, truth: float) -> bool:
    """Whether a number comes near enough to count as foreseen."""
    if question.factor:
        return guess * truth > 0 and (
            1 / question.factor <= guess / truth <= question.factor
        )
    return abs(guess - truth) <= question.within


def truth_of(question: Question, names: Mapping[str, Any]) -> str | float:
    """The answer from what a notebook has computed.

    Raises
    ------
    NotYet
        If the notebook has not come that far.
    """
    wanted = list(inspect.signature(question.truth).parameters)
    if missing := [name for name in wanted if name not in names]:
        raise NotYet(
            f"The answer needs {', '.join(missing)}, which this notebook has not made "
            "yet. Run the cells up to the output that is asked about."
        )
    truth = question.truth(*(names[name] for name in wanted))
    return truth if isinstance(truth, str) else float(truth)


def outcome(question: Question, vote: str | float, names: Mapping[str, Any]) -> Outcome:
    """Hold what somebody guessed against what came out.

    Examples
    --------
    >>> ask = Question("02.x", "Who?", lambda n: "Ana" if n > 2 else "Ben",
    ...                "She has more.", choices=("Ana", "Ben"), answer="Ana")
    >>> outcome(ask, "Ben", {"n": 3})
    Outcome(answer='Ana', foreseen=False, why='She has more.')
    >>> outcome(ask, "Ben", {"n": 1})  # with ratings of one's own it may differ
    Outcome(answer='Ben', foreseen=True, why='')
    """
    truth = truth_of(question, names)
    usual = question.answer in ("", truth)
    near = truth == vote if question.choices else is_near(question, vote, truth)
    return Outcome(truth, bool(near), question.why * usual)


def insist(question: Question, names: Mapping[str, Any]) -> None:
    """Hold a question against a notebook that was run with the demo profile.

    Raises
    ------
    ValueError
        If what came out is no choice of the question, or not its answer.
    """
    truth = truth_of(question, names)
    if question.choices:
        allowed = [question.answer] if question.answer else list(question.choices)
        if truth not in allowed:
            raise ValueError(f"{question.name}: found {truth!r}, expected {allowed}")
    elif not abs(truth) < float("inf"):
        raise ValueError(f"{question.name}: found {truth}, expected a finite number")
