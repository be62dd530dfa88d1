"""Exercises of notebook 00, a file each."""
