import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from utils.als import least_squares as room
from utils.als.least_squares import solve_rows, start


def one_at_a_time(Y, W, V, ridge, base):
    """The formula in a plain loop."""
    rank = V.shape[1]
    U = np.full((Y.shape[0], rank), np.nan)
    for u in range(Y.shape[0]):
        cells = slice(Y.indptr[u], Y.indptr[u + 1])
        V_u, y_u, w_u = V[Y.indices[cells]], Y.data[cells], W[cells]
        if len(y_u):
            A = base + V_u.T @ (w_u[:, None] * V_u) + ridge[u] * np.eye(rank)
            U[u] = np.linalg.solve(A, V_u.T @ y_u)
    return U


def random_case(seed, n_users, n_movies, rank, density):
    """Rows of very different length, empty ones too, weights of 0 among others."""
    rng = np.random.default_rng(seed)
    shares = density * rng.random((n_users, 1)) ** 2 * 2
    known = rng.random((n_users, n_movies)) < shares
    Y = sparse.csr_array((rng.normal(size=known.sum()), np.nonzero(known)), known.shape)
    W = rng.integers(0, 4, Y.nnz).astype(float)
    return Y, W, rng.normal(size=(n_movies, rank)), rng.uniform(0.05, 3, n_users)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    n_users=st.integers(1, 40),
    n_movies=st.integers(1, 40),
    rank=st.integers(1, 12),
    density=st.floats(0, 1),
    kind=st.sampled_from(["stars", "weights", "base"]),
)
def test_stacks_equal_a_loop(seed, n_users, n_movies, rank, density, kind):
    Y, W, V, ridge = random_case(seed, n_users, n_movies, rank, density)
    base = V.T @ V if kind == "base" else np.zeros((rank, rank))
    expected = one_at_a_time(
        Y, np.ones(Y.nnz) if kind == "stars" else W, V, ridge, base
    )
    found = solve_rows(
        Y, None if kind == "stars" else W, V, ridge, base if kind == "base" else None
    )
    assert np.allclose(found, expected, rtol=0, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize("rank", [1, 5, 30])
@pytest.mark.parametrize("weighted", [False, True])
def test_both_forms_give_the_same(rank, weighted):
    rng = np.random.default_rng(rank)
    V_u, y = rng.normal(size=(7, 12, rank)), rng.normal(size=(7, 12, 1))
    w = rng.random((7, 12, 1)) if weighted else None
    D = rng.uniform(0.1, 2, (7, rank))
    found = room._primal(V_u, y, w, D), room._dual(V_u, y, w, D)
    assert np.allclose(*found, rtol=0, atol=1e-10)


def test_every_row_with_cells_is_in_one_stack_and_stacks_are_alike():
    n_cells = np.random.default_rng(0).geometric(0.03, 5000) - 1
    stacks = list(room._alike(n_cells, rank=20))
    rows = np.concatenate(stacks)
    assert sorted(rows) == np.flatnonzero(n_cells).tolist()
    for stack in stacks:
        n = n_cells[stack]
        assert n[-1] == n.max() <= n.min() * room.LONGER
        assert (n >= 20).all() or (n < 20).all()
        assert len(n) * n.min() * 20 <= room.CELLS


def test_a_long_row_is_a_stack_of_its_own():
    n_cells = np.array([room.CELLS, 1, room.CELLS])
    assert [len(stack) for stack in room._alike(n_cells, 10)] == [1, 1, 1]


def test_float32_stays_float32_and_near():
    Y, W, V, ridge = random_case(1, 40, 60, 8, 0.5)
    exact = solve_rows(Y, W, V, ridge, V.T @ V)
    V = V.astype(np.float32)
    short = solve_rows(Y, W, V, ridge, V.T @ V)
    assert exact.dtype == np.float64 and short.dtype == np.float32
    assert np.nanmax(np.abs(exact - short)) < 1e-4


def test_the_start_points_everywhere_and_follows_the_seed():
    U = start(200, 3, seed=4)
    assert np.allclose(np.linalg.norm(U, axis=1), 1)
    assert np.abs(U.mean(axis=0)).max() < 0.15
    assert np.array_equal(U, start(200, 3, seed=4))
    assert not np.array_equal(U, start(200, 3, seed=5))
    assert start(2, 3, 0, np.float32).dtype == np.float32
