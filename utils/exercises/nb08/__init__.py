"""Exercises of notebook 08, a file each."""
