"""Names of 0.1 that moved: a learner's copies of the notebooks still import them."""

import importlib

import pytest

MOVED = {
    "utils.vector_plots": ["plot_map", "plot_predictions", "plot_vectors"],
    "utils.scaling_plots": ["plot_blocks", "plot_scaling", "plot_shipments"],
    "utils.simulate": ["simulate_ratings", "simulate_to_parquet"],
    "utils.leaderboard": ["leaderboard"],
    "utils.submission": ["write_submission"],
}


@pytest.mark.parametrize("old", MOVED)
def test_an_old_import_gives_the_same_thing(old):
    module = importlib.import_module(old)
    for name in MOVED[old]:
        moved = getattr(module, name)
        assert getattr(importlib.import_module(moved.__module__), name) is moved
