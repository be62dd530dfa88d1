"""U and V are dense: a number for each row and latent feature. X in CSR has a value
and a position for each rating, and a start for each row. At a low rank X is by far the
largest of the three; only a high rank, or few ratings a row, turn that around."""


def model_bytes(n_users, n_movies, n_ratings, rank, number):
    X = n_ratings * (number + 4) + 4 * (n_users + 1)
    return X, number * n_users * rank, number * n_movies * rank
