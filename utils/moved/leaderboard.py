"""Moved to `utils.capstone.leaderboard`."""

from utils.capstone.leaderboard import leaderboard, post  # noqa: F401
