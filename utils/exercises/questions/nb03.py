"""Questions of notebook 03, in the order in which they are asked."""

import numpy as np

from utils.exercises.questions.question import Question
from utils.knn import predict_item_item


def _what_comes_first(nearest_to, S):
    ratings = nearest_to(1, S)["ratings"].median()
    if ratings <= 10:
        return "films that hardly anybody knows"
    return "hits of all kinds" if ratings > 200 else "other animated films"


def _how_far_it_moves(X_some, kinds, means_some):
    cell = (np.array([0]), np.array([X_some.shape[1] - 1]))
    plain, shrunk = (
        predict_item_item(X_some, kinds[f"shrunk by {n}"], 40, means_some, cell)[0]
        for n in (0, 100)
    )
    return abs(plain - shrunk)


def _how_well_known(evidence, X_you):
    unseen = np.setdiff1d(np.arange(X_you.shape[1]), X_you[[0]].indices)
    first = unseen[np.argmax(evidence[unseen])]
    return "many people rated" if (X_you.indices == first).sum() > 50 else FEW


FEW = "few people rated, as before"


def _who_wins(results):
    return results["RMSE"][["damped means", "user-user", "item-item"]].idxmin()


def _what_happens_to_the_share(curve):
    first, last = curve["item-item predicted"].iloc[[0, -1]]
    if abs(last - first) < 0.005:
        return "stays as it is"
    return "grows" if last > first else "shrinks"


def _who_changes_more(you_old, you_new, movie_old, movie_new):
    yours, movies = len(you_old & you_new), len(movie_old & movie_new)
    if yours == movies:
        return "neither of them"
    return "your nearest users" if yours < movies else "the movie's nearest movies"


QUESTIONS = [
    Question(
        "03.both",
        "So do they like both movies?",
        cell="toy-cosines",
        choices=("yes", "no"),
        answer="no",
        truth=lambda adjusted: "yes" if adjusted > 0 else "no",
        why="Each of them gave the one more, and the other less, than they usually do.",
    ),
    Question(
        "03.longer",
        "Which takes longer?",
        cell="loop-timed",
        choices=("one movie with all, in Python", "all with all, compiled"),
        truth=lambda in_python, compiled: (
            "one movie with all, in Python"
            if in_python > compiled
            else "all with all, compiled"
        ),
        why="The second does the work of the first for each of thousands of movies.",
    ),
    Question(
        "03.first",
        "Nearest to Toy Story are …",
        cell="toy-story-raw",
        choices=(
            "other animated films",
            "hits of all kinds",
            "films that hardly anybody knows",
        ),
        answer="films that hardly anybody knows",
        truth=_what_comes_first,
        why="With a single common rater, a similarity is perfect or its opposite.",
    ),
    Question(
        "03.moves",
        "Without shrinkage the prediction moves by …",
        truth=_how_far_it_moves,
        within=0.1,
        unit="stars",
        why="A weighted mean divides by the sum of its weights, however small it is.",
    ),
    Question(
        "03.evidence",
        "First comes a movie that …",
        cell="evidence",
        choices=(FEW, "many people rated"),
        answer="many people rated",
        truth=_how_well_known,
        why="A sum needs many similarities that were not shrunk to nearly nothing.",
    ),
    Question(
        "03.online",
        "All predictions for one person take …",
        cell="online-time",
        truth=lambda took: 1000 * took,
        factor=5,
        unit="milliseconds",
        why="Only what this person rated is looked up, each in a short list.",
    ),
    Question(
        "03.wins",
        "Which one wins?",
        cell="versus-table",
        choices=("damped means", "user-user", "item-item"),
        answer="item-item",
        truth=_who_wins,
        why="It asks the movies that you rated, and most people rated dozens of them.",
    ),
    Question(
        "03.share",
        "With more neighbours, the share of cells that can be predicted …",
        cell="curve-plot",
        choices=("grows", "stays as it is", "shrinks"),
        answer="stays as it is",
        truth=_what_happens_to_the_share,
        why="The nearest are sought among those who rated, so the first one suffices.",
    ),
    Question(
        "03.stay",
        "More will change among …",
        cell="stability-result",
        choices=(
            "your nearest users",
            "the movie's nearest movies",
            "neither of them",
        ),
        answer="your nearest users",
        truth=_who_changes_more,
        why="One rating is much of what you said, and little of what the movie got.",
    ),
]
