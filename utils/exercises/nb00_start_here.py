"""Cases, misconceptions and hints of notebook 00."""

from utils.exercises.engine import Exercise, Misconception


def _cases() -> list[tuple]:
    return [([4, None, 2],), ([5],), ([None, 1, None, 2.5],), ([3, 3, None, 3],)]


def zeros_for_unknown(row: list) -> float:
    return sum(stars or 0 for stars in row) / len(row)


def not_divided(row: list) -> float:
    return sum(stars for stars in row if stars is not None)


def middle_of_extremes(row: list) -> float:
    known = [stars for stars in row if stars is not None]
    return (min(known) + max(known)) / 2


EXERCISES = [
    Exercise(
        id="0.1",
        title="the mean of what is known",
        cases=lambda: [*_cases(), ([1, 5, 5, 2],)],
        misconceptions=[
            Misconception(zeros_for_unknown, "you counted the unknown cells as zeros"),
            Misconception(not_divided, "you added the stars but did not divide them"),
            Misconception(
                middle_of_extremes,
                "you took the middle of the lowest and the highest star",
            ),
        ],
        hints=[
            "None is not a number of stars. Which entries of the row may take part?",
            "First make a list of the stars that are not None.",
            "Divide the sum of that list by the length of that list, not of the row.",
        ],
    )
]
