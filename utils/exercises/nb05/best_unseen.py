"""Exercise 5.4, the best k without the seen."""

from utils.exercises.exercise import exercise
from utils.exercises.nb05 import SLOW, must_be_spark, values


def _lists() -> list[tuple]:
    first = [(1, 10, 4.5), (1, 20, 4.0), (1, 30, 3.5), (1, 40, 3.0)]
    others = [(2, 20, 5.0), (2, 10, 2.5), (2, 30, 2.0), (3, 40, 1.5)]
    seen = values("(1, 10), (2, 30), (3, 20)", "t(user, movie)")
    twice = [(1, 10, 2.0), (1, 20, 4.0), (1, 30, 3.5), (1, 30, 3.5), (2, 10, 4.5)]
    more = [(2, 20, 1.0), (2, 40, 3.0), (4, 50, 0.5), (4, 10, -1.0), (4, 30, 2.0)]
    also = values("(1, 20), (2, 10), (4, 30)", "t(user, movie)")
    # A row that comes twice is a tie, of which it does not matter who wins.
    return [(_table(first + others), seen, 2), (_table(twice + more), also, 1)]


def _rows(table) -> tuple[list[str], list[tuple]]:
    """A Spark DataFrame as rows in a fixed order."""
    must_be_spark(table)
    asked = [name for name in ("user", "movie", "score") if name in table.columns]
    names = asked + sorted(set(table.columns) - set(asked))
    return names, sorted(tuple(row[name] for name in names) for row in table.collect())


def _table(rows: list[tuple]):
    text = ", ".join(f"({user}, {movie}, {score}D)" for user, movie, score in rows)
    table = values(text or "(0, 0, 0D)", "t(user, movie, score)")
    return table if rows else table.where("user > 0")


def _first(rows: list, k: int) -> list:
    """The first ``k`` of each user."""
    users = [row[0] for row in rows]
    return [row for i, row in enumerate(rows) if users[:i].count(row[0]) < k]


def _unseen(rows: list, seen) -> list:
    known = {tuple(row) for row in seen.collect()}
    return [row for row in rows if row[:2] not in known]


def _collected(scores) -> list:
    """Rows of the scores, the best first."""
    return sorted(map(tuple, scores.collect()), key=lambda row: -row[2])


best = exercise(
    "5.4",
    "the best k without the seen",
    cases=_lists,
    hints="""
        Three steps in this order: drop the seen, number each user's rows, cut.
        scores.join(seen, ["user", "movie"], "left_anti") drops the seen.
        withColumn("place", F.row_number().over(...)) numbers; keep place <= k, and
          select user, movie and score.
    """,
    view=_rows,
    seconds=SLOW,
    wrong={
        "you recommended what was seen": (
            lambda scores, seen, k: _table(_first(_collected(scores), k))
        ),
        "you cut to k before you dropped the seen, so that lists are too short": (
            lambda scores, seen, k: _table(_unseen(_first(_collected(scores), k), seen))
        ),
        "you took k rows in all, not for each user": (
            lambda scores, seen, k: _table(_unseen(_collected(scores), seen)[:k])
        ),
        "you took the lowest scores": (
            lambda scores, seen, k: _table(
                _first(_unseen(_collected(scores)[::-1], seen), k)
            )
        ),
        "you dropped the seen, and did not cut to k": (
            lambda scores, seen, k: _table(_unseen(_collected(scores), seen))
        ),
        "you left out the k-th: number <= k": (
            lambda scores, seen, k: _table(
                _first(_unseen(_collected(scores), seen), k - 1)
            )
        ),
    },
)


@best.wrong("you dropped what anybody has seen: join on user and movie")
def _(scores, seen, k):
    movies = {row.movie for row in seen.collect()}
    return _table(_first([r for r in _collected(scores) if r[1] not in movies], k))


@best.wrong("your list gets longer at a tie (rank): number the rows (row_number)")
def _(scores, seen, k):
    rows = _unseen(_collected(scores), seen)
    above = [sum(r[0] == o[0] and r[2] < o[2] for o in rows) for r in rows]
    return _table([row for row, n in zip(rows, above) if n < k])


@best.wrong("you kept only what was seen: join with left_anti")
def _(scores, seen, k):
    rows = _collected(scores)
    known = [row for row in rows if row not in _unseen(rows, seen)]
    return _table(_first(known, k))


@best.wrong("you dropped everybody who has seen anything: join on user and movie")
def _(scores, seen, k):
    users = {row.user for row in seen.collect()}
    rows = [row for row in _collected(scores) if row[0] not in users]
    return _table(_first(rows, k))
