"""Exercise 7.3, the cheap form equals the plain one."""

from functools import partial

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb07 import no_identity, players, vector


def _cheap() -> list[tuple]:
    cases = []
    for V, counts, alpha, reg_param in players():
        played = counts > 0
        cases.append((V.T @ V, V[played], counts[played], alpha, reg_param))
    return cases


cheap = exercise(
    "7.3",
    "the cheap form equals the plain one",
    cases=_cheap,
    hints="""
        Which weight does VᵀV give to every movie? How much is left for those that
          were played?
        Left: VtV plus V_u.T @ ((alpha * counts)[:, None] * V_u) plus the ridge.
        Right: V_u.T @ (1 + alpha * counts), since preferences elsewhere are 0.
    """,
    given=lambda VtV, V_u, counts, alpha, reg_param: (
        partial(vector, VtV, V_u),
        counts,
        alpha * counts,
        reg_param * len(counts),
    ),
    wrong={
        "you added 1 + alpha * c for what was played; VᵀV has the 1 already": (
            lambda solve, counts, more, ridge: solve(1 + more, 1 + more, ridge)
        ),
        "the right side needs the whole confidence, 1 + alpha * c: there, VᵀV does "
        "not help": (lambda solve, counts, more, ridge: solve(more, more, ridge)),
        "λ stands alone; multiply it by the number of movies that were played": (
            lambda solve, counts, more, ridge: solve(
                more, 1 + more, ridge / len(counts)
            )
        ),
        "you forgot alpha, which says how much an event counts": (
            lambda solve, counts, more, ridge: solve(counts, 1 + counts, ridge)
        ),
        "what was played has to be added to VᵀV, each with the weight alpha * c": (
            lambda solve, counts, more, ridge: solve(0 * more, 1 + more, ridge)
        ),
        "you aimed at the counts; aim at the preference, which is 1 here": (
            lambda solve, counts, more, ridge: solve(more, (1 + more) * counts, ridge)
        ),
        "the right side is without the confidence: it is V_u.T @ (1 + alpha * c)": (
            lambda solve, counts, more, ridge: solve(more, np.ones(len(counts)), ridge)
        ),
        "you forgot alpha on the left side: each weight there is alpha * c": (
            lambda solve, counts, more, ridge: solve(counts, 1 + more, ridge)
        ),
    },
)


@cheap.wrong("VᵀV is missing: so the movies that were not played say nothing")
def _(VtV, V_u, counts, alpha, reg_param):
    confidence = 1 + alpha * counts
    return vector(0, V_u, confidence, confidence, reg_param * len(counts))


@cheap.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(VtV, V_u, counts, alpha, reg_param):
    more = alpha * counts
    return no_identity(VtV, V_u, more, 1 + more, reg_param * len(counts))


@cheap.wrong("you took VᵀV of the played movies off; that of all movies stays whole")
def _(VtV, V_u, counts, alpha, reg_param):
    more = alpha * counts
    return vector(VtV - V_u.T @ V_u, V_u, more, 1 + more, reg_param * len(counts))
