"""Questions of notebook 06, in the order in which they are asked."""

from utils.exercises.questions.question import Question

LADDER = "as on the ladder"


def _where_popularity_stands(ladder):
    of_stars = ladder.loc[ladder["RMSE"].notna(), "nDCG"]
    most = ladder.loc["popularity", "nDCG"]
    if most > of_stars.max():
        return "above all that predict stars"
    return "among them" if most > of_stars.min() else "below them"


def _how_the_list_goes(damped):
    best = damped["nDCG"].to_numpy().argmax()
    if best == len(damped) - 1:
        return "better and better"
    return "better, then worse" if best else "worse and worse"


def _first_among_the_rated(both):
    first = both["among the rated"].idxmax()
    if first in ("popularity", "random"):
        return "popularity"
    learns = "likes" in first
    return "one that learns from likes" if learns else "one that predicts stars"


def _under_which_it_grows(loops):
    grown = {*loops.columns[loops.iloc[-1] > loops.iloc[0]]}
    if grown == {"popularity"}:
        return "popularity alone"
    return "popularity and EASE" if grown == {"popularity", "EASE"} else "all four"


def _how_it_was_moved(broken, ladder):
    change = float(broken["4 leak"]) / ladder.loc["damped means", "RMSE"]
    return "smaller" if change < 0.98 else "larger" if change > 1.02 else "the same"


def _what_moves_it_most(differs):
    away = {name: abs(n - differs[LADDER]) for name, n in differs.items()}
    others = {
        "among the rated": "which movies are ranked",
        "a random split": "how the data are split",
        "lists of 20": "how long the lists are",
    }
    return others.get(max(away, key=away.get), "which nDCG it is")


def _judged(found, broken):
    reg = min(found, key=lambda reg: abs(found[reg] - broken["3 last"]))
    return f"reg {reg:,}"


def _agreed(cases):
    numbers = cases[["here", "LensKit 2026.4", "RecTools 0.19"]]
    return cases.index[numbers.nunique(axis=1) == 1][0]


QUESTIONS = [
    Question(
        "06.popularity",
        "By nDCG, popularity stands …",
        cell="ladder",
        choices=("above all that predict stars", "among them", "below them"),
        answer="above all that predict stars",
        truth=_where_popularity_stands,
        why="What many people chose is a better guess of what you will choose.",
    ),
    Question(
        "06.length",
        "With lists of one, and with lists of twenty, first comes …",
        choices=("the same one as with ten", "another one"),
        answer="the same one as with ten",
        truth=lambda ladders: (
            "another one"
            if len({rungs["nDCG"].astype(float).idxmax() for rungs in ladders.values()})
            > 1
            else "the same one as with ten"
        ),
        why="What a method was asked matters more than how many places count.",
    ),
    Question(
        "06.damping",
        "With ever more damping, the list gets …",
        cell="damping",
        choices=("better and better", "better, then worse", "worse and worse"),
        answer="better, then worse",
        truth=_how_the_list_goes,
        why="With ever more of it the predictions turn into damped means.",
    ),
    Question(
        "06.rated",
        "Among the rated movies alone, first comes …",
        cell="protocols",
        choices=(
            "one that predicts stars",
            "one that learns from likes",
            "popularity",
        ),
        answer="one that predicts stars",
        truth=_first_among_the_rated,
        why="That they were chosen is known, and only the stars are left to guess.",
    ),
    Question(
        "06.random-split",
        "Split at random in place of the last fifth, the nDCG of EASE becomes …",
        cell="three-splits",
        truth=lambda splits: (
            splits.loc["random_split", "EASE"] / splits.loc["last_split", "EASE"]
        ),
        within=0.5,
        unit="times as high",
        why="What the same people did later helps to fill the holes before it.",
    ),
    Question(
        "06.same-second",
        "The last fifth begins in the middle of a second for …",
        cell="ties",
        truth=lambda cut_inside: cut_inside,
        factor=2,
        unit="users",
        why="Most people rate many movies in one sitting, a page of them at once.",
    ),
    Question(
        "06.head",
        "The head grows under …",
        cell="feedback-run",
        choices=("popularity alone", "popularity and EASE", "all four"),
        answer="popularity and EASE",
        truth=_under_which_it_grows,
        why="What is shown is watched, and what was watched is shown again.",
    ),
    Question(
        "06.ab-test",
        "To see that rise, each group needs …",
        cell="ab-test",
        truth=lambda per_group: per_group,
        factor=2,
        unit="users",
        why="Beside the chance in each single click, such a difference is small.",
    ),
    Question(
        "06.sweep",
        "It chooses …",
        cell="trap-nan",
        choices=("5 neighbours", "40 neighbours", "damped means"),
        answer="5 neighbours",
        truth=lambda choice: choice,
        why="To argmin a NaN is the smallest number of all, and this one comes first.",
    ),
    Question(
        "06.clock",
        "The second reading of the clock is …",
        cell="trap-lazy",
        truth=lambda planned, ran: ran / planned,
        factor=3,
        unit="times the first",
        why="The first is the price of a plan, and the second that of the work.",
    ),
    Question(
        "06.reported",
        "The model that is judged is the one of …",
        cell="trap-last",
        choices=("reg 1", "reg 100", "reg 100,000"),
        answer="reg 100,000",
        truth=_judged,
        why="After a loop its variable holds the last model, whichever was the best.",
    ),
    Question(
        "06.leak",
        "Beside that, the error is now …",
        cell="trap-leak",
        choices=("smaller", "the same", "larger"),
        answer="smaller",
        truth=_how_it_was_moved,
        why="The means were computed from the answers, too.",
    ),
    Question(
        "06.filled",
        "The error of these means is …",
        cell="trap-zeros",
        truth=lambda broken: float(broken["5 zeros"]),
        within=0.5,
        unit="stars",
        why="Nearly every cell is a hole, and each was counted as a zero.",
    ),
    Question(
        "06.old-friends",
        "Beside the nDCG of EASE on the ladder, that of these lists is …",
        cell="trap-seen",
        choices=("higher", "about the same", "much lower"),
        answer="much lower",
        truth=lambda broken, ndcgs: (
            "much lower"
            if broken["6 seen"] < 0.5 * ndcgs["EASE, likes"].mean()
            else "higher"
            if broken["6 seen"] > 1.1 * ndcgs["EASE, likes"].mean()
            else "about the same"
        ),
        why="The seen take up the places, and are never in the test part.",
    ),
    Question(
        "06.second-place",
        "By the definition of this notebook, its nDCG is …",
        cell="same-list",
        truth=lambda of_second: next(iter(of_second.values())),
        within=0.05,
        why="The hit gains what the second place is worth, of what the first one is.",
    ),
    Question(
        "06.agree",
        "All three agree for …",
        cell="cases",
        choices=("base", "short", "second", "many", "cut"),
        answer="many",
        truth=_agreed,
        why="Where every place holds a hit, each of them calls the list perfect.",
    ),
    Question(
        "06.nothing-liked",
        "With a row for everybody, Spark's number is …",
        cell="evaluator",
        choices=("lower", "the same", "higher"),
        answer="lower",
        truth=lambda spark_some, spark_all: (
            "lower"
            if spark_all < spark_some
            else "higher"
            if spark_all > spark_some
            else "the same"
        ),
        why="To Spark, a user who liked nothing is a failure, and counts as zero.",
    ),
    Question(
        "06.moves",
        "The number is moved most by …",
        cell="differs-more",
        choices=(
            "which movies are ranked",
            "how the data are split",
            "how long the lists are",
            "which nDCG it is",
        ),
        answer="which movies are ranked",
        truth=_what_moves_it_most,
        why="Of what people rate anyway, about every second movie is liked.",
    ),
]
