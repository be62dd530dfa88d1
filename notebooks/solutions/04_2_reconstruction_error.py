"""The known cells are all that can be right or wrong. An error over all cells would
praise vectors that put 0 into every hole, which is what nobody has said."""

import numpy as np


def reconstruction_error(X, U, V):
    known = X.tocoo()
    predicted = (U @ V.T)[known.row, known.col]
    return float(np.sqrt(np.mean((known.data - predicted) ** 2)))
