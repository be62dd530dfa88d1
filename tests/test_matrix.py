import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from utils.matrix import (
    RatingMatrix,
    bytes_csr,
    bytes_dense,
    density,
    to_matrix,
    to_ratings,
)


def table(*rows):
    return pd.DataFrame(rows, columns=["user", "movie", "rating"])


def test_ids_are_sorted_and_lead_back():
    # Users 9 and 4, movies 70, 5 and 30: sorted (4, 9) and (5, 30, 70).
    X, user_ids, movie_ids = to_matrix(table((9, 70, 3.0), (4, 5, 1.0), (9, 30, 2.0)))
    assert user_ids.tolist() == [4, 9]
    assert movie_ids.tolist() == [5, 30, 70]
    assert X.toarray().tolist() == [[1, 0, 0], [0, 2, 3]]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 50), st.integers(0, 10**6)),
        st.sampled_from(np.arange(0.5, 5.5, 0.5).tolist()),
        min_size=1,
    )
)
def test_table_to_matrix_and_back_loses_nothing(cells):
    ratings = table(*[(u, m, stars) for (u, m), stars in cells.items()])
    back = to_ratings(to_matrix(ratings))
    wanted = ratings.sort_values(["user", "movie"], ignore_index=True)
    pd.testing.assert_frame_equal(back, wanted, check_dtype=False)


def test_a_stored_zero_is_known():
    X = sparse.csr_array((np.array([0.0, 1.0]), ([0, 1], [1, 0])), shape=(2, 2))
    assert density(X) == 0.5
    ids = np.array([1, 2])
    assert to_ratings(RatingMatrix(X, ids, ids))["rating"].tolist() == [0, 1]


def test_memory_is_what_the_formula_says():
    # 3 ratings: 3 values of 8 bytes, 3 columns of 4, and 2 + 1 row starts of 4.
    X = sparse.csr_array(np.array([[4.0, 0, 2], [0, 0, 5]]))
    assert bytes_csr(X) == 3 * 8 + 3 * 4 + 3 * 4
    assert bytes_dense(X.shape) == X.toarray().nbytes


def test_positions_take_four_bytes():
    X = to_matrix(table((1, 1, 3.0), (2, 5, 4.0))).X
    assert X.indices.dtype == X.indptr.dtype == np.int32


def test_wrong_tables_are_refused_with_the_fix():
    with pytest.raises(ValueError, match="user 1 rated movie 2 twice"):
        to_matrix(table((1, 2, 3.0), (1, 2, 4.0)))
    with pytest.raises(ValueError, match="1 ratings are NaN"):
        to_matrix(table((1, 2, np.nan)))
    with pytest.raises(ValueError, match="rename or add movie"):
        to_matrix(table((1, 2, 3.0)).rename(columns={"movie": "movieId"}))


def test_wrong_matrices_are_refused():
    with pytest.raises(TypeError, match="ndarray"):
        density(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="at least one cell"):
        density(sparse.csr_array((0, 3)))
    X = sparse.csr_array((2, 3))
    with pytest.raises(ValueError, match="cut one without the other"):
        to_ratings(RatingMatrix(X, np.arange(2), np.arange(2)))
