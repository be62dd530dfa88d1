"""Questions of notebook 02, in the order in which they are asked."""

import numpy as np

from utils.exercises.questions.question import Question
from utils.knn import predict_user_user


def _where_neighbours_stand(results):
    error = results["RMSE, holes filled"]
    best = error.iloc[3:].min()  # the lines with neighbours
    if best < error["damped means"]:
        return "better than damped means"
    if best < error["mean of the user"]:
        return "between damped means and the mean of the user"
    return "worse than the mean of the user"


def _when_it_moves(X, S_shrunk, best):
    def predicted(n):
        return predict_user_user(X, S_shrunk, n, cells=(np.array([0]), best[:1]))[0]

    early, late = (abs(predicted(m) - predicted(n)) for m, n in [(1, 5), (40, 80)])
    return "from 1 to 5 neighbours" if early > late else "from 40 to 80 neighbours"


QUESTIONS = [
    Question(
        "02.harsh",
        "The lowest mean of a person's stars is …",
        cell="harsh-generous",
        truth=lambda means: means.min(),
        within=0.5,
        unit="stars",
        why="Some people like hardly anything, and some nearly everything.",
    ),
    Question(
        "02.zeros",
        "With zeros in the holes, closer to Ana is …",
        cell="cosine-zero-filled",
        choices=("Ben", "Chloe", "neither of them"),
        answer="Chloe",
        truth=lambda ben, chloe: "Chloe" if chloe > ben else "Ben",
        why="Each movie that Ben saw without Ana counts as a disagreement.",
    ),
    Question(
        "02.opposite",
        "Chloe's similarity to Ana, with the means taken off, is close to …",
        cell="pearson-toy",
        choices=("−1", "0", "+1"),
        answer="−1",
        truth=lambda pearson_of, toy: ("0", "+1", "−1")[
            round(pearson_of(toy[0], toy[2]))
        ],
        why="Below the mean and above it now have different signs.",
    ),
    Question(
        "02.compiled",
        "For one pair, the compiled loop is …",
        cell="pearson-timed",
        truth=lambda in_python, compiled: in_python / compiled,
        factor=3,
        unit="times as fast",
        why="It knows its types beforehand, and touches only what two people share.",
    ),
    Question(
        "02.twins",
        "Do you believe that these five are your twins?",
        cell="perfect-pairs",
        choices=("yes", "no"),
        answer="no",
        truth=lambda median: "no" if median <= 2 else "yes",
        why="Through two points there is always a straight line.",
    ),
    Question(
        "02.neighbours",
        "The best line with neighbours stands …",
        cell="test-result",
        choices=(
            "better than damped means",
            "between damped means and the mean of the user",
            "worse than the mean of the user",
        ),
        answer="between damped means and the mean of the user",
        truth=_where_neighbours_stand,
        why=(
            "Most of what can be predicted about a rating is how harsh the person is "
            "and how good the movie is."
        ),
    ),
    Question(
        "02.damping",
        "On the hidden ratings, the smallest error has a damping of …",
        cell="damping-slider",
        choices=("0", "1", "5", "20", "100"),
        answer="5",
        truth=lambda by_damping: f"{by_damping['hidden'].idxmin():g}",
        why="With less one enthusiast is believed, with more hardly anybody is.",
    ),
    Question(
        "02.apart",
        "You and your twin differ by more than a star on …",
        cell="meet-your-twin",
        truth=lambda in_common: (in_common["apart"].abs() > 1).sum(),
        within=1,
        unit="movies",
        why="Whoever differed on many would not be your twin.",
    ),
    Question(
        "02.jumps",
        "The prediction moves further …",
        choices=("from 1 to 5 neighbours", "from 40 to 80 neighbours"),
        answer="from 1 to 5 neighbours",
        truth=_when_it_moves,
        why="Later ones are less similar, so each of them adds less.",
    ),
]
