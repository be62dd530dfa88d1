"""Exercises of notebook 09, a file each."""
