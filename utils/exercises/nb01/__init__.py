"""Exercises of notebook 01, a file each, and what several of them share."""

from utils.exercises.toys import small_matrix

MATRICES = [
    (small_matrix([[4, None, 2], [None, None, 5]]),),
    (small_matrix([[1, None, None, None], [None, None, 3, None]]),),
    (small_matrix([[0, None], [None, 0], [1, -1]]),),  # a centred row has zeros
    (small_matrix([[2, None, 0, None], [None, None, 3, 0], [1, 5, None, None]]),),
    (small_matrix([[None, None], [3, None], [None, None], [4, 2]]),),  # empty rows
    (small_matrix([[1, 2, None], [None, None, None], [None, 5, 3]]),),
]
