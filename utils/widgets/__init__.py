"""What you can touch: sliders, and stars for movies. The only room with ipywidgets."""

from utils.widgets.explorers import (
    activity_explorer,
    half_step_explorer,
    neighbours_explorer,
    rows_explorer,
)
from utils.widgets.lists import live_recommendations
from utils.widgets.rating import rate_movies

__all__ = [
    "activity_explorer",
    "half_step_explorer",
    "live_recommendations",
    "neighbours_explorer",
    "rate_movies",
    "rows_explorer",
]
