"""How a room guessed before it saw an output."""

import json
from pathlib import Path

import pandas as pd

from utils.exercises.questions import KEPT, QUESTIONS
from utils.exercises.questions.question import Question, in_words


def class_guesses(
    folder: str | Path, notebook: str | int | None = None
) -> pd.DataFrame:
    """Count what the people of a class guessed before they saw an output.

    Parameters
    ----------
    folder : str or Path
        With a JSON file a person, ``work/record/guesses.json``, under any name and in
        any folder. Names are not read.
    notebook : str or int, optional
        Only the questions of this notebook: "02" or 2.

    Returns
    -------
    DataFrame with the columns question, guess, people, right
        Each choice of each question that somebody answered; of numbers, how many came
        near. ``right`` is what it is for most people. For `plots.plot_guesses`.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If no file in it holds guesses.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(
            f"there is no folder {folder}: check the name; you are in {Path.cwd()}"
        )
    people: list[dict] = []
    for path in sorted(folder.rglob("*.json")):
        if path.parent.name == "record" and path.stem != KEPT:
            continue  # exercises
        guesses = _guesses(path)
        if guesses is None:
            print(f"skipped {path.relative_to(folder).as_posix()}: it holds no guesses")
        elif guesses not in people:  # a copy is the same person
            people.append(guesses)
    if not people:
        raise ValueError(
            f"{folder} holds no file of guesses; expected work/record/{KEPT}.json of "
            "each person, for example as ana.json"
        )
    rows = [
        {"question": question.asks, **row}
        for name, question in QUESTIONS.items()
        if notebook is None or name.startswith(f"{int(notebook):02d}.")
        for row in _split(question, [p[name] for p in people if name in p])
    ]
    print(f"{'1 person' if len(people) == 1 else f'{len(people)} people'} guessed")
    return pd.DataFrame(rows, columns=["question", "guess", "people", "right"])


def _guesses(path: Path) -> dict[str, dict] | None:
    """Somebody's guesses by the name of the question; None if it is another file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {n: one for n, one in found.items() if "vote" in one} or None
    except (ValueError, AttributeError, TypeError):
        return None


def _split(question: Question, guesses: list[dict]) -> list[dict]:
    """How many chose what; of numbers, how many were below, near or above."""
    guesses = [guess for guess in guesses if not guess.get("late")]
    if not guesses:
        return []
    told = pd.Series([g["answer"] for g in guesses if "answer" in g], dtype=object)
    if question.choices:
        usual = told.mode().tolist()[0] if len(told) else question.answer
        votes = [guess["vote"] for guess in guesses]
        return [
            {"guess": c, "people": votes.count(c), "right": c == usual}
            for c in question.choices
        ]
    if not len(told):
        waiting = "not compared yet"
        return [{"guess": waiting, "people": len(guesses), "right": False}]
    # Each against what came out on their own machine.
    off = [g["vote"] - g["answer"] for g in guesses if "answer" in g]
    near = [g["foreseen"] for g in guesses if "answer" in g]
    below = sum(o < 0 and not n for o, n in zip(off, near))
    about = in_words(question, float(told.astype(float).median()))
    return [
        {"guess": "less", "people": below, "right": False},
        {"guess": f"about {about}", "people": sum(near), "right": True},
        {"guess": "more", "people": len(off) - below - sum(near), "right": False},
    ]
