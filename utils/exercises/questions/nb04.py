"""Questions of notebook 04, in the order in which they are asked."""

import numpy as np

from utils.exercises.questions.question import Question


def _in_the_holes(U_svd, V_svd, known, complete):
    guessed = (U_svd @ V_svd.T)[~known].mean()
    near = {
        "about 0 stars": 0.0,
        "about as many as on the known cells": complete[known].mean(),
        "about 5 stars": 5.0,
    }
    return min(near, key=lambda words: abs(near[words] - guessed))


def _best_when_hidden(by_lambda):
    some = by_lambda[:3]  # from the same start
    best = some.loc[some["hidden"].idxmin(), "λ"]
    return {1e-6: "almost 0", 0.03: "0.03", 0.5: "0.5"}[best]


def _what_the_turn_does(steps, Q):
    U, V = steps[-1]
    before, after = U @ V.T, (U @ Q) @ (V @ Q).T
    if np.allclose(before, after):
        return "nothing"
    return "it turns their signs" if np.allclose(before, -after) else "it changes them"


def _nearly_done(path):
    sweeps = np.array(path[1::2])
    return 1 + np.argmax(sweeps < sweeps[-1] + 0.1)


def _best_when_seen(grid):
    best = grid.loc[grid["seen"].idxmin()]
    rank = "largest" if best["rank"] == grid["rank"].max() else "smallest"
    size = "largest" if best["λ"] == grid["λ"].max() else "smallest"
    return f"the {rank} rank, the {size} λ"


def _how_genres_lie(points):
    x = points.groupby("group")["x"].agg(["mean", "std"]).loc[["Action", "Drama"]]
    apart = abs(x["mean"].diff().iloc[-1]) / x["std"].mean()  # in widths of a cloud
    if apart > 2.5:
        return "clearly, each apart"
    return "on average, but blurred" if apart > 0.3 else "not at all"


QUESTIONS = [
    Question(
        "04.alien",
        "Ana gives Alien …",
        cell="by-hand",
        truth=lambda ana, alien: ana @ alien,
        within=0.15,
        unit="stars",
        why="Nearly all of it comes from action, of which both have much.",
    ),
    Question(
        "04.holes",
        "In the holes, it will say …",
        cell="svd",
        choices=(
            "about 0 stars",
            "about as many as on the known cells",
            "about 5 stars",
        ),
        answer="about 0 stars",
        truth=_in_the_holes,
        why="The zeros that we put there were ratings to it, like all the others.",
    ),
    Question(
        "04.hidden",
        "On the stars that we hid, the SVD is off by …",
        cell="svd-errors",
        truth=lambda off_svd: off_svd["hidden"],
        within=0.5,
        unit="stars",
        why="It came close to zeros where there had been stars.",
    ),
    Question(
        "04.rise",
        "From one half-step to the next, the loss can …",
        cell="steps-slider",
        choices=("fall or stay, but not rise", "fall and rise"),
        answer="fall or stay, but not rise",
        truth=lambda losses: (
            "fall and rise"
            if (np.diff(losses) > 1e-9).any()
            else "fall or stay, but not rise"
        ),
        why="Each half-step finds the lowest point for one side, and may stay.",
    ),
    Question(
        "04.unframed",
        "On the cells without a frame, ALS is off by …",
        cell="steps-errors",
        truth=lambda off_als: off_als["hidden"],
        within=0.25,
        unit="stars",
        why="It was not told that they are zeros, so it went by what people like.",
    ),
    Question(
        "04.much",
        "Best on the hidden cells is λ = …",
        cell="lambda-toy-code",
        choices=("almost 0", "0.03", "0.5"),
        answer="0.03",
        truth=_best_when_hidden,
        why="With less the vectors learn accidents, with more they learn nothing.",
    ),
    Question(
        "04.turn",
        "What does the turn do to the predictions?",
        cell="rotation",
        choices=("nothing", "it turns their signs", "it changes them"),
        answer="nothing",
        truth=_what_the_turn_does,
        why="Angles and lengths stay as they are, and so do all dot products.",
    ),
    Question(
        "04.sweeps",
        "Less than a tenth of a star is left to gain after …",
        cell="movielens-fit",
        truth=_nearly_done,
        within=1,
        unit="sweeps",
        why="Each half-step finds the best there is for its side, at once.",
    ),
    Question(
        "04.compiled",
        "The compiled half-step is …",
        cell="half-step-timed",
        truth=lambda seconds: seconds["as written above"] / seconds["compiled"],
        factor=2,
        unit="times as fast",
        why="In Python most time goes into calls, not into arithmetic.",
    ),
    Question(
        "04.seen",
        "The smallest error on the seen ratings has …",
        cell="grid-best",
        choices=(
            "the smallest rank, the smallest λ",
            "the smallest rank, the largest λ",
            "the largest rank, the smallest λ",
            "the largest rank, the largest λ",
        ),
        answer="the largest rank, the smallest λ",
        truth=_best_when_seen,
        why="It has the most numbers, and the least that holds them back.",
    ),
    Question(
        "04.valley",
        "At their lowest, the curves of the hidden ratings lie …",
        cell="grid-picture",
        choices=("below damped means", "above damped means"),
        answer="above damped means",
        truth=lambda grid, rmse_of_means: (
            "below damped means"
            if grid["hidden"].min() < rmse_of_means
            else "above damped means"
        ),
        why="Vectors have to say with many numbers what a mean says with one.",
    ),
    Question(
        "04.together",
        "Do the means and ALS together beat the means alone?",
        cell="residual-als",
        choices=("yes", "no"),
        answer="yes",
        truth=lambda rmse, actual, with_als, rmse_of_means: (
            "yes" if rmse(actual, with_als) < rmse_of_means else "no"
        ),
        why="Each of the two says what it can say best.",
    ),
    Question(
        "04.genres",
        "Genres will show …",
        cell="map-picture",
        choices=("not at all", "on average, but blurred", "clearly, each apart"),
        answer="on average, but blurred",
        truth=_how_genres_lie,
        why="People like kinds of movies, and a genre is only one name for a kind.",
    ),
]
