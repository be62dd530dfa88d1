import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from utils.als import als_implicit, implicit_half_step


def events(seed, n_users=7, n_movies=9, negative=False):
    """Counts 1 to 5 in about a third of the cells, none in the first row."""
    rng = np.random.default_rng(seed)
    known = rng.random((n_users, n_movies)) < 0.35
    known[0], known[1, 0] = False, True
    counts = rng.integers(1, 6, known.sum()).astype(float)
    if negative:
        counts *= rng.choice([-1, 1], known.sum())
    return sparse.csr_array((counts, np.nonzero(known)), known.shape)


def objective(C, U, V, reg_param, alpha):
    """Hu, Koren and Volinsky's, over all cells, with λ as Spark multiplies it."""
    C = C.toarray()
    errors = (1 + alpha * np.abs(C)) * ((C > 0) - U @ V.T) ** 2
    n_u, n_i = (C > 0).sum(axis=1), (C > 0).sum(axis=0)
    penalty = (n_u * (U**2).sum(axis=1)).sum() + (n_i * (V**2).sum(axis=1)).sum()
    return errors.sum() + reg_param * penalty


def over_all_cells(C, V, reg_param, alpha):
    """The plain form: a confidence of every cell of a row, on the diagonal."""
    C = C.toarray()
    U = np.zeros((len(C), V.shape[1]))
    for u, c in enumerate(C):
        confidence = np.diag(1 + alpha * np.abs(c))  # (n_movies, n_movies)
        A = V.T @ confidence @ V + reg_param * (c > 0).sum() * np.eye(V.shape[1])
        U[u] = np.linalg.solve(A, V.T @ confidence @ (c > 0))
    return U


def test_by_hand():
    # Vectors 1 and 2; the second movie was played 3 times. α 2, so confidence 7 there
    # and 1 elsewhere; λ 1 times one movie: (7 · 2 · 1) / (1 · 1² + 7 · 2² + 1)
    C = sparse.csr_array(np.array([[0, 3.0]]))
    U = implicit_half_step(C, np.array([[1.0], [2.0]]), 1.0, 2.0)
    assert np.allclose(U, 14 / 30)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 8), st.floats(0.5, 60), st.booleans())
def test_the_cheap_form_equals_the_plain_one(seed, rank, alpha, negative):
    C = events(seed, negative=negative)
    V = np.random.default_rng(seed).normal(size=(9, rank))
    found = implicit_half_step(C, V, 0.3, alpha)
    assert np.allclose(found, over_all_cells(C, V, 0.3, alpha), rtol=0, atol=1e-9)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.floats(0.01, 1), st.floats(0.5, 60), st.booleans())
def test_the_objective_never_rises(seed, reg_param, alpha, negative):
    C = events(seed, negative=negative)
    found = []

    def note(step, U, V):
        found.append(objective(C, U, V, reg_param, alpha))

    als_implicit(C, 3, reg_param, alpha, max_iter=4, seed=seed, on_step=note)
    assert len(found) == 8
    assert np.all(np.diff(found) <= 1e-9 * found[0])


def test_groups_with_nothing_in_common_are_told_apart():
    # implicit's checkerboard: users and movies of even and of odd positions. One cell
    # of each user is held back, and must score above all of the other group.
    users, movies = np.indices((20, 16))
    C = ((users + movies) % 2 == 0).astype(float)
    held_back = np.arange(20) % 2 + 2 * (np.arange(20) % 8)
    C[np.arange(20), held_back] = 0
    U, V = als_implicit(sparse.csr_array(C), rank=2, reg_param=0.01)
    scores = U @ V.T
    other = (users + movies) % 2 == 1
    for u in range(20):
        assert scores[u, held_back[u]] > 0.5 > scores[u, other[u]].max()


def test_without_events_all_is_zero():
    C = events(2)
    C.data[C.indptr[1] : C.indptr[2]] *= -1  # the second user only says "not this"
    U = implicit_half_step(C, np.ones((9, 2)), 0.1, 3.0)
    assert not U[:2].any() and U[2:].any(axis=1).any()


def test_a_stored_zero_is_no_event():
    C = sparse.csr_array((np.array([2.0, 0.0]), ([0, 0], [0, 1])), shape=(1, 3))
    V = np.random.default_rng(0).normal(size=(3, 2))
    plain = sparse.csr_array(np.array([[2.0, 0, 0]]))
    found = implicit_half_step(C, V, 0.1, 3.0)
    assert np.allclose(found, implicit_half_step(plain, V, 0.1, 3.0))


def test_the_last_half_step_is_that_of_the_users():
    C = events(3)
    U, V = als_implicit(C, rank=2, alpha=5.0, max_iter=2)
    assert np.allclose(U, implicit_half_step(C, V, 0.1, 5.0), atol=1e-12)
    assert als_implicit(C, rank=2, dtype=np.float32)[1].dtype == np.float32


def test_wrong_arguments_are_refused():
    C, V = events(0), np.ones((9, 2))
    with pytest.raises(ValueError, match="forget to transpose C"):
        implicit_half_step(C, V[:-1], 0.1, 1.0)
    with pytest.raises(ValueError, match="alpha is 0, expected"):
        implicit_half_step(C, V, 0.1, 0)
    with pytest.raises(ValueError, match="reg_param is -1, expected"):
        als_implicit(C, reg_param=-1)
    with pytest.raises(ValueError, match="too alike to fix 2 numbers"):
        implicit_half_step(C, V, 0.0, 1.0)
    with pytest.raises(ValueError, match="rank is 0, expected"):
        als_implicit(C, rank=0)
    with pytest.raises(ValueError, match=r"C of shape .* has no ratings"):
        als_implicit(sparse.csr_array((3, 4)))
    with pytest.raises(ValueError, match="vectors of ALS for stars"):
        implicit_half_step(C, np.full((9, 2), np.nan), 0.1, 1.0)
