"""Questions of notebook 08, in the order in which they are asked."""

import numpy as np

from utils.exercises.questions.question import Question

OVERTAKES = ("from a million ratings on", "at 25 million ratings", "nowhere")


def _larger(need):
    larger = need["U and V float64"] > need["X CSR float64"]
    if larger.sum() == 1:
        return f"{larger.idxmax()} only"
    return "all four" if larger.all() else "none of them"


def _times_as_long(live):
    first = live[live["ratings"] == live["ratings"].min()].set_index("engine")
    return first["seconds"]["Spark"] / first["seconds"]["utils.als"]


def _tasks(three):
    return three["tasks"].fillna(48.0)[8] / 3  # through Connect nothing is counted


def _what_it_depends_on(apart):
    off = apart["at most"]
    by_users = max(off[1, 1], off[8, 8]) > 0
    if off[2, 8] > 0:
        return "both" if by_users else "the item blocks alone"
    return "the user blocks alone" if by_users else "neither"


def _from_the_other(needed, of_users):
    users = tuple(np.flatnonzero(needed[:, 0] & (of_users == 1)).tolist())
    few = {(): "nobody", (3,): "user 3", (3, 5): "users 3 and 5"}
    return few.get(users, "users 1, 3 and 5")


def _off_by(shipped):
    ratio = (shipped["counted"] / shipped["formula"]).dropna()
    apart = np.exp(np.abs(np.log(ratio)).max()) if len(ratio) else 1.0
    if apart < 1.2:
        return "less than a fifth"
    return "up to a factor of two" if apart < 2 else "more than that"


def _where_it_overtakes(times):
    faster = times.dropna().loc[10] < 1
    if faster.any():
        return OVERTAKES[int(faster.idxmax() > 1e7)]
    return OVERTAKES[2]


def _share_of_the_time(ways):
    share = ways["Spark, 100 users"].seconds / ways["Spark, all"].seconds
    if share < 0.375:
        return "about a quarter of it"
    return "about half of it" if share < 0.75 else "nearly all of it, or more"


def _at_each_worker(sizing):
    shipped = sizing["shipped a sweep, at most"]
    change = shipped.iloc[-1] / shipped.iloc[0]
    return "shrinks" if change < 0.9 else "grows" if change > 1.1 else "stays the same"


QUESTIONS = [
    Question(
        "08.larger",
        "In float64, U and V are larger than X as CSR for …",
        cell="memory-table",
        choices=("all four", "MovieLens small only", "a large shop only"),
        answer="MovieLens small only",
        truth=_larger,
        why="Only there a movie has few ratings beside the length of its vector.",
    ),
    Question(
        "08.overhead",
        "For a sweep of the smallest table Spark takes …",
        cell="spark-time",
        truth=_times_as_long,
        factor=3,
        unit="times as long",
        why="Planning and sending tasks costs the same for however few ratings.",
    ),
    Question(
        "08.exponent",
        "For large sizes, both exponents are close to …",
        cell="exponents",
        truth=lambda slopes: slopes["recorded, from 1 million"].mean(),
        within=0.3,
        why="Arithmetic grows as the ratings do, and by then it is most of the work.",
    ),
    Question(
        "08.tasks",
        "With 8 blocks of each kind, a sweep has …",
        cell="blocks-time",
        truth=_tasks,
        within=1,
        unit="tasks",
        why="Each of its two half-steps has a task for every block.",
    ),
    Question(
        "08.depends",
        "The model changes with the number of …",
        cell="blocks-trap",
        choices=("the user blocks alone", "the item blocks alone", "both", "neither"),
        answer="the user blocks alone",
        truth=_what_it_depends_on,
        why="Each user block draws its own random vectors to start from.",
    ),
    Question(
        "08.travels",
        "From user block 1, item block 0 needs the vector of …",
        cell="tiny-needed",
        choices=("nobody", "user 3", "users 3 and 5", "users 1, 3 and 5"),
        answer="user 3",
        truth=_from_the_other,
        why="Of the odd users, no other has a mark in the left half.",
    ),
    Question(
        "08.bytes",
        "The formula will be off by …",
        cell="bytes-measured",
        choices=("less than a fifth", "up to a factor of two", "more than that"),
        answer="less than a fifth",
        truth=_off_by,
        why="Vectors are all that travels, and they can be counted beforehand.",
    ),
    Question(
        "08.lowest",
        "With 256 blocks, the lowest line is …",
        cell="bytes-curve",
        choices=(
            "every vector to every block",
            "a vector for each rating",
            "only what a block needs",
        ),
        answer="only what a block needs",
        truth=lambda vectors: vectors.loc[256].idxmin(),
        why="A vector goes to no block that lacks a rating of it, and to none twice.",
    ),
    Question(
        "08.overtakes",
        "On one machine, Spark overtakes our ALS …",
        cell="who-wins",
        choices=OVERTAKES,
        answer="nowhere",
        truth=_where_it_overtakes,
        why="It does the same arithmetic, and plans and moves things besides.",
    ),
    Question(
        "08.subset",
        "Beside the time for all 400 users, Spark takes for 100 …",
        cell="ways",
        choices=(
            "about a quarter of it",
            "about half of it",
            "nearly all of it, or more",
        ),
        truth=_share_of_the_time,
        why="At this size nearly all the time goes into planning and moving.",
    ),
    Question(
        "08.shared",
        "With more workers, what is shipped to each of them in a sweep …",
        cell="sizing",
        choices=("shrinks", "stays the same", "grows"),
        answer="stays the same",
        truth=_at_each_worker,
        why="Each of them needs nearly every vector, for each of its blocks.",
    ),
]
