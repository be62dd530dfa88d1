"""Moved to `utils.capstone.submission`."""

from utils.capstone.submission import read_submission, write_submission  # noqa: F401
