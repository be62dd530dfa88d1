"""A dense matrix pays for every cell, a CSR matrix for every rating: its value and its
column, and for each row where it starts (and where the last one ends). The size of CSR
hardly depends on the number of movies."""


def memory(n_users, n_movies, n_ratings):
    dense = 8 * n_users * n_movies
    csr = 8 * n_ratings + 4 * n_ratings + 4 * (n_users + 1)
    return dense, csr
