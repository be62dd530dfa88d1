"""Questions before a cell, a file a notebook; what you guessed, and what came out.

Guesses are kept in your record, all of them in ``work/record/guesses.json``.
"""

import time
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from utils.exercises import record
from utils.exercises.questions.question import Question

KEPT = "guesses"  # the record's file
FILES = sorted(Path(__file__).parent.glob("nb*.py"))  # a notebook's questions each
QUESTIONS: dict[str, Question] = {
    question.name: question
    for path in FILES
    for question in import_module(f"{__name__}.{path.stem}").QUESTIONS
}


class Foreseen(NamedTuple):
    """How many outputs you foresaw, of how many guessed, of how many questions."""

    right: int
    guessed: int
    questions: int

    def __str__(self) -> str:
        if not self.guessed:
            return f"{self.questions} outputs wait for your guess."
        return (
            f"You guessed {self.guessed} of {self.questions} outputs, and foresaw "
            f"{self.right}."
        )


def find(name: str) -> Question:
    """A question by its name.

    Raises
    ------
    ValueError
        If there is none of this name.
    """
    if name not in QUESTIONS:
        notebook = str(name).split(".")[0]
        near = [n for n in QUESTIONS if n.startswith(f"{notebook}.")] or [*QUESTIONS]
        raise ValueError(
            f"there is no question {name!r}; expected one of {', '.join(near)}, as "
            f'text in quotes: guess("{near[0]}")'
        )
    return QUESTIONS[name]


def kept(name: str) -> dict[str, Any]:
    """What is on the disk of one question: vote, when, and later answer, foreseen."""
    return record.entry(KEPT).get(name, {})


def keep(name: str, **changes: Any) -> None:
    """Write changes to what is kept of one question.

    Raises
    ------
    OSError
        If they can't be written.
    """
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    try:
        record.change(KEPT, **{name: kept(name) | {"when": when} | changes})
    except OSError:
        record.forget_unwritten(KEPT)
        raise


def foreseen() -> Foreseen:
    """Count what you foresaw; answers after the output do not count."""
    answers = record.entry(KEPT)
    told = [answers[n] for n in QUESTIONS if "foreseen" in answers.get(n, {})]
    told = [answer for answer in told if not answer.get("late")]
    right = sum(answer["foreseen"] for answer in told)
    return Foreseen(right, len(told), len(QUESTIONS))
