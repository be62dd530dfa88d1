"""Questions of notebook 07, in the order in which they are asked."""

import numpy as np

from utils.exercises.questions.question import Question


def _cheaper(objective, counts, nothing, everything):
    no, yes = (objective(counts, *both, 2.0, 0.1) for both in (nothing, everything))
    return "no to everything" if no < yes else "yes to everything"


def _where_zeros_go(at_alpha, counts):
    away = [np.abs(scores[counts == 0]).mean() for scores in at_alpha.values()]
    change = away[-1] / away[0]
    if change > 1.1:
        return "stray farther from 0"
    return "come closer to 0" if change < 0.9 else "stay where they are"


def _place(ndcg):
    better = sum(one.mean() > ndcg["ALS for stars"].mean() for one in ndcg.values())
    return ("first", "second", "third", "last")[better]


def _same_lists(tens):
    same = {name for name, lists in tens.items() if lists == tens["cmfrec"]}
    if same == {"cmfrec", "LensKit", "implicit, α 2"}:
        return "LensKit, cmfrec and implicit with α = 2"
    return "LensKit and cmfrec" if "LensKit" in same else "no two of them"


QUESTIONS = [
    Question(
        "07.cheaper",
        "Cheaper is to say …",
        cell="costs",
        choices=("no to everything", "yes to everything"),
        answer="yes to everything",
        truth=_cheaper,
        why="The played cells weigh more together than all the zeros.",
    ),
    Question(
        "07.ben",
        "Of what Ben has not seen, the highest score goes to …",
        cell="toy-als",
        choices=("Blade", "Cars", "Dumbo"),
        answer="Blade",
        truth=lambda toy_scores, counts, films: films[
            np.where(counts[1] == 0, toy_scores[1], -np.inf).argmax()
        ],
        why="He shares Alien with Ana, and she has played this one, too.",
    ),
    Question(
        "07.zeros",
        "With a larger α, the scores of the cells that nobody played …",
        choices=("come closer to 0", "stay where they are", "stray farther from 0"),
        answer="stray farther from 0",
        truth=_where_zeros_go,
        why="Beside cells that weigh so much more, they are hardly listened to.",
    ),
    Question(
        "07.noticed",
        "With twice the λ, the largest difference grows …",
        cell="spark-equal",
        choices=("hardly at all", "tenfold", "a thousandfold, or more"),
        answer="a thousandfold, or more",
        truth=lambda off: (
            "a thousandfold, or more"
            if off[0.2] > 1000 * off[0.1]
            else "tenfold"
            if off[0.2] > 2 * off[0.1]
            else "hardly at all"
        ),
        why="The same arithmetic gives the same numbers, as far as Spark stores them.",
    ),
    Question(
        "07.forty",
        "In place of α = 1, for the lists from stars, α = 40 is …",
        cell="sweep",
        choices=("a help", "no matter", "a harm"),
        answer="a harm",
        truth=lambda found: (
            "a help"
            if found.loc[40, "stars"] > 1.05 * found.loc[1, "stars"]
            else "a harm"
            if found.loc[40, "stars"] < 0.95 * found.loc[1, "stars"]
            else "no matter"
        ),
        why="So sure of what was played, the vectors hardly listen to the zeros.",
    ),
    Question(
        "07.order",
        "Of the four, ALS for stars, which knows most, comes …",
        cell="final-table",
        choices=("first", "second", "third", "last"),
        answer="last",
        truth=_place,
        why="It has never seen a cell that nobody chose.",
    ),
    Question(
        "07.hole",
        "One view weighs no more than a hole in …",
        cell="elsewhere",
        choices=("Spark", "implicit", "LensKit", "cmfrec"),
        answer="implicit",
        truth=lambda libraries: next(
            name
            for name, (confidence, _) in libraries(alpha=1, reg_param=0.1).items()
            if confidence(1) <= 1
        ),
        why="There a count weighs α times itself, without the one that each cell has.",
    ),
    Question(
        "07.carried",
        "The same ten movies for everybody have …",
        cell="carry",
        choices=(
            "no two of them",
            "LensKit and cmfrec",
            "LensKit, cmfrec and implicit with α = 2",
        ),
        answer="LensKit, cmfrec and implicit with α = 2",
        truth=_same_lists,
        why="A like weighs the same in all three, and none multiplies λ by a count.",
    ),
    Question(
        "07.dislikes",
        "With the dislikes, the lists get …",
        cell="negative",
        choices=("better", "worse", "neither, as far as we can measure"),
        answer="neither, as far as we can measure",
        truth=lambda low, high: (
            "better"
            if low > 0
            else "worse"
            if high < 0
            else "neither, as far as we can measure"
        ),
        why="Those who gave low ratings had chosen the film, too.",
    ),
]
