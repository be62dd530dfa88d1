"""What you can touch: sliders, stars for movies, guesses. The only ipywidgets."""

from utils.widgets.damping import damping_explorer
from utils.widgets.explorers import (
    activity_explorer,
    alpha_explorer,
    half_step_explorer,
    ladder_explorer,
    neighbours_explorer,
    twins_explorer,
)
from utils.widgets.lists import live_recommendations
from utils.widgets.movie_map import movie_map
from utils.widgets.opening import opening_screen
from utils.widgets.questions import guess
from utils.widgets.rating import rate_movies

__all__ = [
    "activity_explorer",
    "alpha_explorer",
    "damping_explorer",
    "guess",
    "half_step_explorer",
    "ladder_explorer",
    "live_recommendations",
    "movie_map",
    "neighbours_explorer",
    "opening_screen",
    "rate_movies",
    "twins_explorer",
]
