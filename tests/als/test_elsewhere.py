"""docs/als-parameters.md: other libraries' half-steps, written with ours."""

import numpy as np
import pytest
from scipy import sparse

from utils.als import half_step, implicit_half_step
from utils.files import ROOT

PAGE = (ROOT / "docs" / "als-parameters.md").read_text(encoding="utf-8")
LAM, ALPHA = 0.3, 2.5
COUNTS = np.array([[3, 1, 0, 0, 0], [1, 0, 0, 0, 2], [0, 0, 2, 4, 0], [0, 0, 0, 5, 0]])
V = np.random.default_rng(3).normal(size=(5, 2))
# What the page says: the weight of a stored cell, and the penalty of a row with n.
IMPLICIT = {
    "Spark": (lambda r: 1 + ALPHA * r, lambda n: LAM * n),
    "implicit": (lambda r: ALPHA * r, lambda n: LAM),
    "LensKit": (lambda r: 1 + ALPHA + 0 * r, lambda n: LAM),
    "LensKit, use_ratings": (lambda r: 1 + ALPHA * r, lambda n: LAM),
    "cmfrec": (lambda r: 1 + ALPHA * r, lambda n: LAM),
    "cmfrec, apply_log_transf": (lambda r: 1 + ALPHA * np.log(r), lambda n: LAM),
}
STARS = {
    "Spark, LensKit, cmfrec with scale_lam": lambda n: LAM * n,
    "cmfrec": lambda n: LAM,
}


def over_all_cells(r, weight, penalty):
    """The vector of one row, every cell of it with its weight and its preference."""
    known = r > 0
    w = np.ones(len(r))
    w[known] = weight(r[known])
    A = V.T @ np.diag(w) @ V + penalty(known.sum()) * np.eye(2)
    return np.linalg.solve(A, V.T @ (w * known))


@pytest.mark.parametrize("library", IMPLICIT)
def test_a_row_of_implicit_feedback_with_our_half_step(library):
    weight, penalty = IMPLICIT[library]
    for r in COUNTS.astype(float):
        known = np.flatnonzero(r)
        more = weight(r[known]) - 1  # what a cell weighs beside a hole, over α 1
        if (more <= 0).any():  # ln 1: it weighs like a hole, and ours needs more
            continue
        C = sparse.csr_array((more, (0 * known, known)), shape=(1, 5))
        n = len(known)
        found = implicit_half_step(C, V, penalty(n) / n, alpha=1.0)
        assert np.allclose(found[0], over_all_cells(r, weight, penalty))


@pytest.mark.parametrize("library", STARS)
def test_a_row_of_stars_with_our_half_step(library):
    for r in COUNTS.astype(float):
        known = np.flatnonzero(r)
        n, V_u = len(known), V[known]
        A = V_u.T @ V_u + STARS[library](n) * np.eye(2)
        row = sparse.csr_array((r[known], (0 * known, known)), shape=(1, 5))
        found = half_step(row, V, STARS[library](n) / n)
        assert np.allclose(found[0], np.linalg.solve(A, V_u.T @ r[known]))


def test_alpha_on_likes_carries_over_to_implicit():
    # 1 + α of Spark, LensKit and cmfrec is α of implicit; its α 1 weighs like a hole.
    like, spark_alpha = np.array([1.0]), 1.5
    assert 1 + spark_alpha * like == (1 + spark_alpha) * like
    assert 1.0 * like == 1
    # And on counts: the matrix 1 + α · r, with α 1.
    r = np.array([1.0, 4.0])
    assert np.array_equal(1.0 * (1 + ALPHA * r), IMPLICIT["Spark"][0](r))


def test_lambda_does_not_carry_over():
    # Rows with 2 and 1 cells: no one number is λ · n for both.
    counts = np.unique((COUNTS > 0).sum(axis=1))
    assert len({IMPLICIT["Spark"][1](n) for n in counts}) == len(counts) > 1
    assert len({IMPLICIT["implicit"][1](n) for n in counts}) == 1


def test_what_a_stored_zero_does_here():
    stored = sparse.csr_array((np.array([2.0, 0.0]), ([0, 0], [0, 3])), shape=(1, 5))
    plain = sparse.csr_array((np.array([2.0]), ([0], [0])), shape=(1, 5))
    assert stored.nnz == 2
    found = [implicit_half_step(C, V, LAM, ALPHA) for C in (stored, plain)]
    assert np.allclose(*found)
    assert not np.allclose(half_step(stored, V, LAM), half_step(plain, V, LAM))


def test_the_page_has_the_formulas():
    for formula in ["λ · (number of r > 0)", "**α · abs(r)**", "1 + α · ln r"]:
        assert formula in PAGE
