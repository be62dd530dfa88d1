"""Moved to `utils.data.simulate`."""

from utils.data.simulate import (  # noqa: F401
    planted_vectors,
    simulate_movies,
    simulate_ratings,
    simulate_to_parquet,
)
