"""Exercise 4.3, the best vector for one user."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb04 import USERS, ridge

vector = exercise(
    "4.3",
    "the best vector for one user",
    cases=USERS,
    hints="""
        First take the vectors of the rated movies alone: `V[movies]`.
        The equations are (V_uᵀ V_u + λ · n_u · I) · U_u = V_uᵀ x_u.
        np.linalg.solve(A, b) solves A u = b; np.eye(rank) is I.
    """,
    given=lambda V, movies, stars, reg_param: (
        V[movies],
        stars,
        reg_param * len(stars),
    ),
    wrong={
        "λ is missing: this fits what is known too closely": (
            lambda V_u, stars, weight: np.linalg.lstsq(V_u, stars)[0]
        ),
        "you multiplied by the matrix; solve the equations with it": (
            lambda V_u, stars, weight: (
                (V_u.T @ V_u + weight * np.eye(V_u.shape[1])) @ (V_u.T @ stars)
            )
        ),
        "you took the mean off the stars; here they are fitted as they are": (
            lambda V_u, stars, weight: ridge(V_u, stars - stars.mean(), weight)
        ),
        "you solved each feature alone; one system holds all of them": (
            lambda V_u, stars, weight: V_u.T @ stars / ((V_u**2).sum(axis=0) + weight)
        ),
    },
)


@vector.wrong("λ stands alone; multiply it by the number of ratings")
def lambda_alone(V, movies, stars, reg_param):
    """This vector is wrong in 4.6, too."""
    return ridge(V[movies], stars, reg_param)


@vector.wrong("all movies are in your equations, the unrated ones with 0 stars")
def holes_as_zeros(V, movies, stars, reg_param):
    """This vector is wrong in 4.6, too."""
    row = np.zeros(len(V))
    row[movies] = stars
    return ridge(V, row, reg_param * len(stars))


@vector.wrong("you took the first rows of V; take those at the positions `movies`")
def _(V, movies, stars, reg_param):
    return ridge(V[: len(stars)], stars, reg_param * len(stars))


@vector.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def no_identity(V, movies, stars, reg_param):
    """This vector is wrong in 4.6, too."""
    V_u, weight = V[movies], reg_param * len(stars)
    return np.linalg.lstsq(V_u.T @ V_u + weight, V_u.T @ stars)[0]


@vector.wrong("all movies are in V_uᵀ V_u; take the rated ones")
def _(V, movies, stars, reg_param):
    A = V.T @ V + reg_param * len(V) * np.eye(V.shape[1])
    return np.linalg.solve(A, V[movies].T @ stars)
