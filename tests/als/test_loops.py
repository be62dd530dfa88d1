import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from utils.als import fold_in, half_step, implicit_half_step
from utils.als import loops as rooms
from utils.als.loops import ridge, solve, start

BOTH = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def one_at_a_time(X, V, reg_param):
    """The loop of notebook 04."""
    U = np.full((X.shape[0], V.shape[1]), np.nan)
    for u in range(X.shape[0]):
        cells = slice(X.indptr[u], X.indptr[u + 1])
        V_u, x_u = V[X.indices[cells]], X.data[cells]
        if len(x_u):
            A = V_u.T @ V_u + reg_param * len(x_u) * np.eye(V.shape[1])
            U[u] = np.linalg.solve(A, V_u.T @ x_u)
    return U


def implicit_one_at_a_time(C, V, reg_param, alpha):
    """The loop of notebook 07."""
    U = np.zeros((C.shape[0], V.shape[1]))
    for u in range(C.shape[0]):
        row = C[[u]]
        V_u, more = V[row.indices], alpha * row.data
        A = V.T @ V + V_u.T @ (more[:, None] * V_u)
        A += reg_param * row.nnz * np.eye(V.shape[1])
        U[u] = np.linalg.solve(A, V_u.T @ (1 + more)) if row.nnz else 0
    return U


def random_case(seed, n_users, n_movies, rank, density):
    """Rows of very different length, empty ones too."""
    rng = np.random.default_rng(seed)
    shares = density * rng.random((n_users, 1)) ** 2 * 2
    known = rng.random((n_users, n_movies)) < shares
    known[0, 0] = True
    stars = rng.uniform(0.5, 5, known.sum())
    X = sparse.csr_array((stars, np.nonzero(known)), known.shape)
    return X, rng.normal(size=(n_movies, rank))


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    n_users=st.integers(1, 40),
    n_movies=st.integers(1, 40),
    rank=st.integers(1, 12),
    density=st.floats(0, 1),
    reg_param=st.floats(0.01, 3),
)
def test_compiled_loops_equal_those_of_the_lessons(
    seed, n_users, n_movies, rank, density, reg_param
):
    X, V = random_case(seed, n_users, n_movies, rank, density)
    found, expected = half_step(X, V, reg_param), one_at_a_time(X, V, reg_param)
    assert np.allclose(found, expected, rtol=0, atol=1e-9, equal_nan=True)
    found = implicit_half_step(X, V, reg_param, 2.0)
    expected = implicit_one_at_a_time(X, V, reg_param, 2.0)
    assert np.allclose(found, expected, rtol=0, atol=1e-9)


@BOTH
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8, 31, 64])
def test_solve_is_solve(n, dtype):
    M = np.random.default_rng(n).normal(size=(n + 5, n)).astype(dtype)
    A, b = M.T @ M + np.eye(n, dtype=dtype), M[0].copy()
    kept = A.copy(), b.copy()
    z = solve(A, b)
    assert z.dtype == dtype and np.array_equal(A, kept[0]) and (b == kept[1]).all()
    tolerance = 1e-9 if dtype == np.float64 else 1e-4
    assert np.allclose(z, np.linalg.solve(A.astype(float), b), atol=tolerance)


@BOTH
def test_what_is_singular_to_rounding_has_an_answer(dtype):
    # x + y = 2, twice: of all answers the shortest is 1 and 1.
    A, b = np.ones((2, 2), dtype), np.full(2, 2, dtype)
    assert np.allclose(solve(A, b), 1)
    # Two users, movies that are all alike, and a λ that is lost in rounding.
    X = sparse.csr_array(np.array([[4.0, 4, 4, 0], [2, 2, 0, 2]]))
    for row, reg_param in itertools.product(range(2), [1e-12, 1e-30, 1e-40, 1e-300]):
        U = half_step(X, np.ones((4, 5), dtype), reg_param)
        assert U.dtype == dtype
        assert np.allclose(U[row].sum(), [4, 2][row], atol=1e-3)
        assert np.allclose(U[row], U[row, 0], atol=1e-3)  # the shortest


@pytest.mark.parametrize("rank", [1, 5, 12, 30])
def test_both_forms_give_the_same(rank):
    rng = np.random.default_rng(rank)
    V_u, x_u = rng.normal(size=(12, rank)), rng.normal(size=12)
    D = rng.uniform(0.1, 2, rank)
    expected = np.linalg.solve(V_u.T @ V_u + np.diag(D), V_u.T @ x_u)
    assert np.allclose(ridge(V_u, x_u, D), expected, rtol=0, atol=1e-10)


def test_float32_stays_float32_and_near():
    X, V = random_case(1, 40, 60, 8, 0.5)
    short = V.astype(np.float32)
    for exact, near in [
        (half_step(X, V, 0.1), half_step(X, short, 0.1)),
        (implicit_half_step(X, V, 0.1, 2), implicit_half_step(X, short, 0.1, 2)),
    ]:
        assert exact.dtype == np.float64 and near.dtype == np.float32
        assert np.nanmax(np.abs(exact - near)) < 1e-4


def test_whatever_kinds_of_numbers_come_two_loops_are_compiled():
    X, V = random_case(2, 9, 12, 3, 0.6)
    X.data = np.round(X.data)
    wide = sparse.csr_array(X)
    wide.indices, wide.indptr = X.indices.astype(np.int64), X.indptr.astype(np.int64)
    fixed = X.copy()
    for part in (fixed.data, fixed.indices, fixed.indptr):
        part.flags.writeable = False
    everyother = np.repeat(V, 2, axis=1)[:, ::2]
    rated = sparse.csr_array(X).astype(np.int16)
    for function, more in [
        (half_step, [0.2]),
        (half_step, [1]),
        (implicit_half_step, [1, 2]),
    ]:
        expected = function(X, V, *more)
        for Y in (wide, fixed, rated, X.tocsc(), sparse.csr_matrix(X)):
            for W in (V, np.asfortranarray(V), everyother):
                found = function(Y, W, *more)
                assert np.allclose(found, expected, equal_nan=True)
    V.flags.writeable = False
    assert np.allclose(
        half_step(X, V.round().astype(int), 1),
        half_step(X, V.round(), 1),
        equal_nan=True,
    )
    loops = [name for name in vars(rooms).values() if hasattr(name, "signatures")]
    assert len(loops) == 4 and all(len(loop.signatures) <= 2 for loop in loops)


def test_one_long_row_among_others_and_many_shares():
    X, V = random_case(4, 3000, 500, 10, 0.05)
    long = sparse.csr_array(np.full((1, 500), 3.0))
    X = sparse.csr_array(sparse.vstack([X, long]))
    found = half_step(X, V, 0.1)
    assert np.allclose(found, one_at_a_time(X, V, 0.1), atol=1e-9, equal_nan=True)
    you = fold_in(V, np.arange(500), np.full(500, 3.0), 0.1)
    assert np.allclose(found[-1], you)


def test_the_start_points_everywhere_and_follows_the_seed():
    U = start(200, 3, seed=4)
    assert np.allclose(np.linalg.norm(U, axis=1), 1)
    assert np.abs(U.mean(axis=0)).max() < 0.15
    assert np.array_equal(U, start(200, 3, seed=4))
    assert not np.array_equal(U, start(200, 3, seed=5))
    assert start(2, 3, 0, np.float32).dtype == np.float32
