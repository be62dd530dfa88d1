"""Each neighbour says how much above or below their own mean the movie was for them;
the weighted mean of that is added to *your* mean. It is divided by the absolute
similarities of those who rated the movie, and of nobody else: a negative one
would otherwise make the sum small, and the prediction wild."""


def predict(mean, similarities, deviations):
    asked = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    return mean + sum(s * d for s, d in asked) / sum(abs(s) for s, _ in asked)
