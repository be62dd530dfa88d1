"""Each half-step finds the lowest point for one side while the other one stands still,
so neither can make the loss rise. That is true only if the second half-step starts from
what the first one found."""

from utils.als import half_step


def sweep(X, U, V, reg_param):
    V = half_step(X.T.tocsr(), U, reg_param)
    U = half_step(X, V, reg_param)
    return U, V
