"""Table of ratings <-> sparse matrix ``X`` with its ids; density and memory."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse


class RatingMatrix(NamedTuple):
    """A ratings matrix and what its rows and columns stand for.

    Attributes
    ----------
    X : csr_array of shape (n_users, n_movies), float64, stars 0.5-5
        A cell that is not stored is unknown, never 0.
    user_ids : ndarray of shape (n_users,), sorted
        Row ``u`` of ``X`` belongs to the user ``user_ids[u]``.
    movie_ids : ndarray of shape (n_movies,), sorted
        Column ``i`` of ``X`` belongs to the movie ``movie_ids[i]``.
    """

    X: sparse.csr_array
    user_ids: np.ndarray
    movie_ids: np.ndarray


def to_matrix(ratings: pd.DataFrame) -> RatingMatrix:
    """Put a table of ratings into a sparse matrix.

    Parameters
    ----------
    ratings : DataFrame with the columns user, movie, rating (stars)

    Returns
    -------
    RatingMatrix
        Rows and columns in the order of the sorted ids.

    Raises
    ------
    ValueError
        If a column is missing, a rating is NaN, or a (user, movie) occurs twice.

    Examples
    --------
    >>> table = pd.DataFrame({"user": [7, 7, 9], "movie": [30, 10, 10],
    ...                       "rating": [4.0, 2.5, 5.0]})
    >>> X, user_ids, movie_ids = to_matrix(table)
    >>> X.toarray()
    array([[2.5, 4. ],
           [5. , 0. ]])
    >>> user_ids, movie_ids
    (array([7, 9]), array([10, 30]))
    """
    missing = [c for c in ("user", "movie", "rating") if c not in ratings.columns]
    if missing:
        raise ValueError(
            f"the table has the columns {list(ratings.columns)}, expected user, movie "
            f"and rating: rename or add {', '.join(missing)}"
        )
    if ratings["rating"].isna().any():
        raise ValueError(
            f"{ratings['rating'].isna().sum()} ratings are NaN: drop these rows, "
            "since an unknown rating is a cell that is not stored"
        )
    twice = ratings.duplicated(["user", "movie"])
    if twice.any():
        user, movie = ratings.loc[twice, ["user", "movie"]].iloc[0]
        raise ValueError(
            f"user {user} rated movie {movie} twice ({twice.sum()} such rows): "
            "keep one of them, for example with drop_duplicates"
        )
    user_ids, rows = np.unique(ratings["user"].to_numpy(), return_inverse=True)
    movie_ids, columns = np.unique(ratings["movie"].to_numpy(), return_inverse=True)
    stars = ratings["rating"].to_numpy(dtype=np.float64)
    # 32-bit positions: half the memory, enough for 2 billion of either.
    cells = (rows.astype(np.int32), columns.astype(np.int32))
    X = sparse.coo_array((stars, cells), shape=(len(user_ids), len(movie_ids))).tocsr()
    return RatingMatrix(X, user_ids, movie_ids)


def to_ratings(matrix: RatingMatrix) -> pd.DataFrame:
    """Put a matrix back into a table with the columns user, movie, rating.

    The inverse of `to_matrix`, sorted by user and movie; times are not in a matrix.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[2.5, 0], [5, 0]]))
    >>> to_ratings(RatingMatrix(X, np.array([7, 9]), np.array([10, 30])))
       user  movie  rating
    0     7     10     2.5
    1     9     10     5.0
    """
    X, user_ids, movie_ids = matrix
    if X.shape != (len(user_ids), len(movie_ids)):
        raise ValueError(
            f"X has shape {X.shape}, expected {(len(user_ids), len(movie_ids))}, the "
            "numbers of user_ids and movie_ids: did you cut one without the other?"
        )
    cells = X.tocoo()  # keeps stored zeros: known is what is stored
    return pd.DataFrame(
        {
            "user": user_ids[cells.row],
            "movie": movie_ids[cells.col],
            "rating": cells.data,
        }
    )


def density(X: sparse.csr_array) -> float:
    """Share of the cells of ``X`` that are known: stored cells / all cells.

    Examples
    --------
    >>> density(sparse.csr_array(np.array([[4.0, 0, 2], [0, 0, 5]])))
    0.5
    """
    if not sparse.issparse(X):
        raise TypeError(
            f"X is a {type(X).__name__}, expected a SciPy sparse array: only that "
            "knows unknown from zero. Make one with to_matrix(ratings)"
        )
    if 0 in X.shape:
        raise ValueError(f"X has shape {X.shape}, expected at least one cell")
    return X.nnz / (X.shape[0] * X.shape[1])


def bytes_dense(shape: tuple[int, int]) -> int:
    """Bytes of a dense float64 matrix of this shape: 8 a cell.

    Examples
    --------
    >>> bytes_dense((1000, 500))
    4000000
    """
    n_users, n_movies = shape
    return 8 * n_users * n_movies


def bytes_csr(X: sparse.csr_array) -> int:
    """Bytes that a CSR matrix really takes: values, columns and row starts.

    Examples
    --------
    >>> bytes_csr(sparse.csr_array(np.array([[4.0, 0, 2], [0, 0, 5]])))
    48
    """
    return X.data.nbytes + X.indices.nbytes + X.indptr.nbytes
