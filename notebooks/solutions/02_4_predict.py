"""Each neighbour says how much above or below their own mean the movie was for them;
the weighted mean of that is added to *your* mean. Below the line stand the absolute
similarities of those who rated the movie, and of nobody else."""


def predict(mean, similarities, deviations):
    asked = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    return mean + sum(s * d for s, d in asked) / sum(abs(s) for s, _ in asked)
