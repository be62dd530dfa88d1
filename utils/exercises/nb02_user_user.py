"""Cases, misconceptions and hints of notebook 02."""

import numpy as np

from utils.exercises.engine import Exercise, Misconception

# 2.1


def _sets() -> list[tuple]:
    return [
        ({1, 2}, {2, 3, 4}),
        ({1, 2, 3}, {1, 2, 3}),
        ({5}, {7}),
        ({1, 2, 3, 4}, {4}),
        (set(), set()),
    ]


def _over(a: set, b: set, below: float) -> float:
    return len(a & b) / below if below else 0.0


# 2.2


def _rows() -> list[tuple]:
    return [([4, None, 2],), ([5, 5, None],), ([1, None, None, 2.5],), ([3, 4, 5],)]


def _mean(row: list) -> float:
    known = [x for x in row if x is not None]
    return sum(known) / len(known)


def mean_over_holes(row):
    mean = sum(x or 0 for x in row) / len(row)
    return [None if x is None else x - mean for x in row]


def holes_to_zero(row):
    return [0.0 if x is None else x - _mean(row) for x in row]


def holes_below_zero(row):
    return [(x or 0) - _mean(row) for x in row]


def z_scores(row):
    known = np.array([x for x in row if x is not None], dtype=float)
    spread = known.std() or 1.0
    return [None if x is None else (x - known.mean()) / spread for x in row]


# 2.3


def _pairs() -> list[tuple]:
    return [
        ([3, 4, None], [4, 3, 5]),
        ([5, None, 1, 2], [None, 4, 1, 2]),
        ([1, None], [None, 5]),
        ([4, 2, 5], [1, 5, None]),
    ]


def _co_rated(a: list, b: list) -> tuple[np.ndarray, np.ndarray]:
    both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    x, y = np.array(both, dtype=float).reshape(-1, 2).T
    return x, y


def _known(row: list) -> np.ndarray:
    return np.array([x for x in row if x is not None], dtype=float)


def _cosine(x: np.ndarray, y: np.ndarray) -> float:
    length = np.sqrt((x @ x) * (y @ y))
    return x @ y / length if length else 0.0


def zero_filled(a, b):
    return _cosine(*(np.array([x or 0 for x in row], dtype=float) for row in (a, b)))


def not_divided(a, b):
    x, y = _co_rated(a, b)
    return x @ y


def no_root(a, b):
    x, y = _co_rated(a, b)
    below = (x @ x) * (y @ y)
    return x @ y / below if below else 0.0


def centred_cosine(a, b):
    x, y = _co_rated(a, b)
    return _cosine(x - _known(a).mean(), y - _known(b).mean())


# 2.4


def _neighbours() -> list[tuple]:
    return [
        (3.0, [0.5, 1.0], [1.0, -0.5]),
        (4.0, [0.8, 0.2], [None, 1.0]),
        (3.5, [0.6, -0.4], [1.0, 0.5]),
        (2.0, [0.9, 0.5, 0.1], [0.5, None, -1.0]),
    ]


def _asked(similarities: list, deviations: list) -> np.ndarray:
    """Rows (similarity, deviation) of the neighbours who rated the movie."""
    pairs = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    return np.array(pairs)


def over_their_number(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d / len(s)


def signed_weights(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d / s.sum()


def mean_forgotten(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return s @ d / np.abs(s).sum()


def silence_as_mean(mean, similarities, deviations):
    s, d = np.array(similarities), np.array([x or 0.0 for x in deviations])
    return mean + s @ d / np.abs(s).sum()


# 2.5


def _twins() -> list[tuple]:
    return [
        (np.array([1.0, 0.8]), np.array([1, 30]), 10),
        (np.array([0.5, -0.5, 1.0]), np.array([4, 4, 0]), 4),
        (np.array([0.9, 0.9, 0.2]), np.array([1, 2, 400]), 25),
    ]


def cut_off(similarities, support, shrinkage):
    return similarities * np.minimum(support, shrinkage) / shrinkage


def only_divided(similarities, support, shrinkage):
    return similarities / (support + shrinkage)


def wrong_way_round(similarities, support, shrinkage):
    return similarities * shrinkage / (support + shrinkage)


EXERCISES = [
    Exercise(
        id="2.1",
        title="Jaccard",
        cases=_sets,
        misconceptions=[
            Misconception(
                lambda a, b: len(a & b),
                "you counted what is common, but did not divide",
            ),
            Misconception(
                lambda a, b: _over(a, b, len(a) + len(b)),
                "you divided by the two sizes together, so common ones count twice",
            ),
            Misconception(
                lambda a, b: _over(a, b, min(len(a), len(b))),
                "you divided by the smaller set: who has one movie is then a twin",
            ),
            Misconception(
                lambda a, b: _over(a, b, len(a)),
                "you divided by the first set only: similarity must not depend on who "
                "comes first",
            ),
        ],
        hints=[
            "Count twice: what both have, and what at least one of them has.",
            "In Python, a & b is what two sets share, a | b is all that is in either.",
            "Two empty sets have nothing in either: return 0 before you divide.",
        ],
    ),
    Exercise(
        id="2.2",
        title="centre a row",
        cases=_rows,
        misconceptions=[
            Misconception(
                mean_over_holes, "you counted the unknown cells as zeros in the mean"
            ),
            Misconception(
                holes_to_zero,
                "you filled the unknown cells with 0, which now says 'average'",
            ),
            Misconception(
                holes_below_zero, "you took the mean off the unknown cells as well"
            ),
            Misconception(
                z_scores, "you also divided by the standard deviation; only centre"
            ),
        ],
        hints=[
            "The mean is over the known stars only, as in exercise 0.1.",
            "What is unknown before is unknown afterwards: None stays None.",
            "[None if stars is None else stars - mean for stars in row]",
        ],
    ),
    Exercise(
        id="2.3",
        title="cosine of co-rated movies",
        cases=_pairs,
        misconceptions=[
            Misconception(
                zero_filled,
                "you counted the unknown cells as zeros in the lengths of the rows",
            ),
            Misconception(not_divided, "you did not divide by the lengths"),
            Misconception(no_root, "you forgot the square root of the squared lengths"),
            Misconception(
                centred_cosine,
                "you centred the rows first; that is a good idea, but another measure",
            ),
        ],
        hints=[
            "First keep only the movies that both rated, in both rows.",
            "Then: sum of products, divided by the root of the product of the two sums "
            "of squares.",
            "both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]; "
            "if it is empty, return 0.",
        ],
    ),
    Exercise(
        id="2.4",
        title="predict from neighbours",
        cases=_neighbours,
        misconceptions=[
            Misconception(
                over_their_number,
                "you divided by the number of neighbours, not by the sum of the "
                "|similarities|",
            ),
            Misconception(
                signed_weights,
                "you divided by the sum of the similarities with their signs; take |s|",
            ),
            Misconception(mean_forgotten, "you forgot the person's own mean"),
            Misconception(
                silence_as_mean,
                "you let neighbours vote who did not rate the movie, as if with their "
                "mean",
            ),
        ],
        hints=[
            "A neighbour whose deviation is None says nothing: leave it out.",
            "A weighted mean: add up s · d, and divide by the sum of |s|.",
            "mean + sum(s * d) / sum(abs(s)), over the pairs with a known d.",
        ],
    ),
    Exercise(
        id="2.5",
        title="significance weighting",
        extra=True,
        cases=_twins,
        misconceptions=[
            Misconception(
                lambda similarities, support, shrinkage: similarities,
                "you left the similarities as they were: one common movie still counts "
                "as much as thirty",
            ),
            Misconception(
                cut_off,
                "you used the weight min(support, n) / n; that exists too, but here it "
                "is support / (support + shrinkage)",
            ),
            Misconception(
                only_divided, "you divided, but did not multiply by the support"
            ),
            Misconception(
                wrong_way_round, "you gave the large weight to the small support"
            ),
        ],
        hints=[
            "The weight should be near 0 for no support and near 1 for a lot of it.",
            "With as much support as shrinkage, the similarity is halved.",
            "similarities * support / (support + shrinkage)",
        ],
    ),
]
