"""Exercises of notebook 05."""

import itertools

import numpy as np

from utils.als import fold_in
from utils.data import ratings_file
from utils.exercises.engine import exercise
from utils.recommend import top_k

SLOW = 120.0  # seconds; the first job of a session is slow on an old laptop


def _spark():
    # Imported only here, so that no other lesson waits for Spark.
    from utils.spark import get_spark

    return get_spark()


def _values(rows: str, names: str):
    """A small table; SQL, since it needs no job."""
    return _spark().sql(f"SELECT * FROM VALUES {rows} AS {names}")


def _must_be_spark(table) -> None:
    if not hasattr(table, "sparkSession"):
        raise TypeError("a Spark DataFrame is asked for")


def _typed_view(table) -> tuple[str, list[tuple]]:
    """Columns with their types, and the first rows, which are quickly read."""
    _must_be_spark(table)
    types = ", ".join(f"{name} {kind}" for name, kind in list(table.dtypes))
    return types, [tuple(row) for row in table.take(2)]


def _renamed(table):
    return table.withColumnsRenamed({"userId": "user", "movieId": "movie"})


typed = exercise(
    "5.1",
    "ratings with the right types",
    cases=lambda: [(_spark(), str(ratings_file()))],
    hints="""
        spark.read.csv takes a schema as text: 'name STRING, age INT'.
        The types are INT, INT, DOUBLE and BIGINT; the file has a header line.
        table.withColumnsRenamed({"userId": "user", "movieId": "movie"}) renames.
    """,
    view=_typed_view,
    seconds=SLOW,
    wrong={
        "you gave no schema, so that every column is text (string)": (
            lambda spark, path: _renamed(spark.read.csv(path, header=True))
        ),
        "your timestamp is an int, not a BIGINT (which is also what Spark guesses "
        "with inferSchema)": (
            lambda spark, path: _renamed(
                spark.read.csv(path, header=True, inferSchema=True)
            )
        ),
        "you gave no schema, so that every column is text (string), and kept the "
        "names of the file": (lambda spark, path: spark.read.csv(path, header=True)),
        "you let Spark guess the types, and kept the names of the file": (
            lambda spark, path: spark.read.csv(path, header=True, inferSchema=True)
        ),
        "you read the header as a rating: set header=True": (
            lambda spark, path: spark.read.csv(
                path, schema="user INT, movie INT, rating DOUBLE, timestamp BIGINT"
            )
        ),
        "you kept the file's names: rename them to user and movie": (
            lambda spark, path: spark.read.csv(
                path,
                schema="userId INT, movieId INT, rating DOUBLE, timestamp BIGINT",
                header=True,
            )
        ),
        "your rating is an INT, so that 2.5 becomes null; a DOUBLE is asked for": (
            lambda spark, path: _read(spark, path, "INT", "INT", "INT", "BIGINT")
        ),
        "your rating is a FLOAT; a DOUBLE is asked for": (
            lambda spark, path: _read(spark, path, "INT", "INT", "FLOAT", "BIGINT")
        ),
        "your timestamp is missing; four columns are asked for": (
            lambda spark, path: _read(
                spark, path, "INT", "INT", "DOUBLE", "BIGINT"
            ).drop("timestamp")
        ),
    },
)


def _read(spark, path, *types):
    names = ("user", "movie", "rating", "timestamp")
    schema = ", ".join(f"{name} {kind}" for name, kind in zip(names, types))
    return spark.read.csv(path, schema=schema, header=True)


def _predictions() -> list[tuple]:
    nan = "double('NaN')"  # left out of some; one row of the others comes twice
    some = f"(4D, 3D), (2D, {nan}), (1D, 4D)"
    more = f"(5D, 4.5D), (3D, {nan}), (1D, 3D), (4D, 4.25D), (5D, 4.5D), (1D, {nan})"
    none = "(5D, 4.5D), (3D, 4D), (3D, 4D)"
    return [(_values(rows, "t(rating, prediction)"),) for rows in (some, more, none)]


def _errors(predictions) -> tuple[np.ndarray, int]:
    """Each error, and how many are NaN."""
    errors = np.array([row.prediction - row.rating for row in predictions.collect()])
    return errors, int(np.isnan(errors).sum())


honest = exercise(
    "5.2",
    "an honest RMSE",
    cases=_predictions,
    hints="""
        na.drop drops the rows in which a column is null or NaN.
        known = predictions.na.drop(subset=['prediction']); how many rows went?
        RegressionEvaluator(metricName='rmse', labelCol='rating',
          predictionCol='prediction').evaluate(known) is the first value.
    """,
    seconds=SLOW,
    given=_errors,
    wrong={
        "you left the NaN predictions in: one of them makes the whole RMSE NaN": (
            lambda errors, n_nan: (np.sqrt(np.mean(errors**2)), 0)
        ),
        "you dropped the NaN predictions uncounted": (
            lambda errors, n_nan: (np.sqrt(np.nanmean(errors**2)), 0)
        ),
        "you counted what was predicted; count what was left out": (
            lambda errors, n_nan: (np.sqrt(np.nanmean(errors**2)), len(errors) - n_nan)
        ),
        "you forgot the square root: this is the MSE": (
            lambda errors, n_nan: (np.nanmean(errors**2), n_nan)
        ),
        "you took the mean absolute error (MAE), not the RMSE": (
            lambda errors, n_nan: (np.nanmean(np.abs(errors)), n_nan)
        ),
        "you divided by all rows; divide by those that have a prediction": (
            lambda errors, n_nan: (np.sqrt(np.nansum(errors**2) / len(errors)), n_nan)
        ),
        "you took the mean of the errors as they are: plus and minus cancel out": (
            lambda errors, n_nan: (abs(np.nanmean(errors)), n_nan)
        ),
    },
)


@honest.wrong("you put 0 stars in place of the NaN predictions")
def _(predictions):
    filled, _ = _errors(predictions.na.fill(0.0, ["prediction"]))  # and NaN, in Spark
    return np.sqrt(np.mean(filled**2)), _errors(predictions)[1]


@honest.wrong("rows that are alike were counted once; each is an error of its own")
def _(predictions):
    errors, _ = _errors(predictions.distinct())
    return np.sqrt(np.nanmean(errors**2)), _errors(predictions)[1]


@honest.wrong("you put the mean rating in place of the NaN; leave these rows out")
def _(predictions):
    rated = [row.rating for row in predictions.collect()]
    errors, n_nan = _errors(predictions)
    filled = np.where(np.isnan(errors), np.mean(rated) - np.array(rated), errors)
    return np.sqrt(np.mean(filled**2)), n_nan


def _grids() -> list[tuple]:
    nan = float("nan")
    small = [(5, 0.1, 0.92, 0.94), (10, 0.1, 0.91, 0.95), (20, 0.1, 0.93, 0.93)]
    holes = [(5, 2.0, nan, nan), (5, 0.2, 0.88, 0.9), (10, 0.2, 0.87, nan)]
    more = [(10, 0.02, 0.99, 0.97), (20, 0.05, nan, 0.86), (20, 0.5, 0.95, 0.96)]
    last = [(8, 0.3, 0.90, 0.905), (16, 0.3, 0.84, 0.93), (16, 0.1, 0.99, 0.80)]
    close = [(4, 0.2, 0.96, 0.97), (6, 0.2, 0.92, 0.96), (8, 0.2, 0.95, 0.94)]
    poor = [(2, 0.1, 1.31, 1.4), (4, 0.1, 1.24, 1.2), (9, 0.4, nan, 1.1)]  # above 1
    poor += [(9, 0.1, 1.12, 1.3), (5, 0.4, 1.2, 1.1), (6, 0.4, 1.15, 1.25)]
    return [(small,), (holes + more,), (last,), (close,), (poor,), (poor[:2] + close,)]


def _lowest(results, column):
    return min(results, key=lambda row: (np.isnan(row[column]), row[column]))[:2]


choose = exercise(
    "5.3",
    "choose rank and λ",
    cases=_grids,
    hints="""
        Which of the two errors may choose, and which may only judge?
        Leave out the rows with math.isnan(row[2]), then look for the smallest.
        min(known, key=lambda row: row[2]) is the best row; its first two values are
          asked for.
    """,
    wrong={
        "you let the test ratings choose: their error is no honest one any more": (
            lambda results: _lowest(results, 3)
        ),
        "you took the last pair that was tried, not the best": (
            lambda results: results[-1][:2]
        ),
        "you took the largest error; the smallest is the best": (
            lambda results: _lowest([(*row[:2], -row[2]) for row in results], 2)
        ),
        "you returned the smallest error; asked for is its (rank, reg_param)": (
            lambda results: float(np.nanmin([row[2] for row in results]))
        ),
        "you took the mean of both errors; the test ratings may only judge": (
            lambda results: _lowest([(*row[:2], row[2] + row[3]) for row in results], 2)
        ),
        "you left out pairs whose test error is NaN; only validation may choose": (
            lambda results: _lowest([row for row in results if not np.isnan(row[3])], 2)
        ),
        "you took the smallest gap between the two errors; take the smallest error": (
            lambda results: _lowest(
                [(*row[:2], abs(row[2] - row[3])) for row in results], 2
            )
        ),
        "you took the first pair that was tried, not the best": (
            lambda results: results[0][:2]
        ),
    },
)


@choose.wrong("you let a NaN win: nothing is known of such a pair, so leave it out")
def _(results):
    # As in a CrossValidator.
    return results[int(np.argmin([row[2] for row in results]))][:2]


@choose.wrong("you stopped at the first NaN; leave out this pair, and go on")
def _(results):
    known = list(itertools.takewhile(lambda row: not np.isnan(row[2]), results))
    return _lowest(known, 2) if known else None


@choose.wrong("an error may be above 1: begin the search with infinity, or with None")
def _(results):
    found = _lowest([*results, (None, None, 1.0, 1.0)], 2)
    return (0, 0.0) if found == (None, None) else found


@choose.wrong("you compared each pair with the one before it; compare with the best")
def _(results):
    known = [row for row in results if not np.isnan(row[2])]
    lower = [b for a, b in itertools.pairwise(known) if b[2] < a[2]]
    return (lower or known)[-1 if lower else 0][:2]


def _lists() -> list[tuple]:
    first = [(1, 10, 4.5), (1, 20, 4.0), (1, 30, 3.5), (1, 40, 3.0)]
    others = [(2, 20, 5.0), (2, 10, 2.5), (2, 30, 2.0), (3, 40, 1.5)]
    seen = _values("(1, 10), (2, 30), (3, 20)", "t(user, movie)")
    twice = [(1, 10, 2.0), (1, 20, 4.0), (1, 30, 3.5), (1, 30, 3.5), (2, 10, 4.5)]
    more = [(2, 20, 1.0), (2, 40, 3.0), (4, 50, 0.5), (4, 10, -1.0), (4, 30, 2.0)]
    also = _values("(1, 20), (2, 10), (4, 30)", "t(user, movie)")
    # A row that comes twice is a tie, of which it does not matter who wins.
    return [(_table(first + others), seen, 2), (_table(twice + more), also, 1)]


def _rows(table) -> tuple[list[str], list[tuple]]:
    """A Spark DataFrame as rows in a fixed order."""
    _must_be_spark(table)
    asked = [name for name in ("user", "movie", "score") if name in table.columns]
    names = asked + sorted(set(table.columns) - set(asked))
    return names, sorted(tuple(row[name] for name in names) for row in table.collect())


def _table(rows: list[tuple]):
    text = ", ".join(f"({user}, {movie}, {score}D)" for user, movie, score in rows)
    table = _values(text or "(0, 0, 0D)", "t(user, movie, score)")
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


def _small_models() -> list[tuple]:
    few = np.array([[1.0, 0.2], [0.9, 0.1], [0.2, 1.1], [0.1, 0.6], [1.6, 0.9]])
    more = [[-0.6, 0.2], [0.0, 1.6], [0.3, -0.8], [1.8, 0.9], [-0.6, -0.7], [0.4, -0.7]]
    large = np.random.default_rng(0).normal(size=(40, 4))
    return [
        (few, np.array([0, 2]), np.array([5.0, 1.0]), 0.3, 2),
        (np.array(more), np.array([0, 1, 2]), np.array([4.0, 4.0, 3.0]), 0.2, 2),
        (large, np.arange(0, 40, 5), np.arange(1.5, 5.5, 0.5), 0.02, 5),
        (large[:9] - 1, np.array([3, 1, 4]), np.array([5.0, 2.0, 4.5]), 0.4, 4),
    ]


yours = exercise(
    "5.5",
    "your recommendations from Spark's factors",
    cases=_small_models,
    hints="""
        Two steps: a vector for the user, then the best scores among the unseen.
        The vector is fold_in(V, positions, stars, reg_param).
        The scores of all movies are V @ user; top_k(scores, positions, k) leaves
          out what was rated.
    """,
    given=lambda V, positions, stars, reg_param, k: (
        V @ fold_in(V, positions, stars, reg_param),
        positions,
        k,
    ),
    wrong={
        "you recommended movies that were seen": (
            lambda scores, positions, k: top_k(scores, [], k)
        ),
        "you put the lowest scores first": (
            lambda scores, positions, k: top_k(-scores, positions, k)
        ),
        "you counted positions among the unseen; count among all movies": (
            lambda scores, positions, k: np.argsort(-np.delete(scores, positions))[:k]
        ),
        "you cut to k before you dropped the seen, so the list is too short": (
            lambda scores, positions, k: top_k(scores, [], k)[
                ~np.isin(top_k(scores, [], k), positions)
            ]
        ),
        "you returned the scores; the positions of the movies are wanted": (
            lambda scores, positions, k: scores[top_k(scores, positions, k)]
        ),
    },
)


@yours.wrong("you did not multiply λ by the number of ratings, as Spark does")
def _(V, positions, stars, reg_param, k):
    user = fold_in(V, positions, stars, reg_param / len(positions))
    return top_k(V @ user, positions, k)


@yours.wrong("you multiplied λ by the number of ratings; fold_in does that already")
def _(V, positions, stars, reg_param, k):
    user = fold_in(V, positions, stars, reg_param * len(positions))
    return top_k(V @ user, positions, k)


@yours.wrong("you averaged the vectors of the rated movies; solve the half-step")
def _(V, positions, stars, reg_param, k):
    user = np.average(V[positions], axis=0, weights=stars)
    return top_k(V @ user, positions, k)


@yours.wrong("you gave the seen a score of 0, which passes those below 0: drop them")
def _(V, positions, stars, reg_param, k):
    scores = V @ fold_in(V, positions, stars, reg_param)
    scores[positions] = 0
    return np.argsort(-scores, kind="stable")[:k]


@yours.wrong("you returned your vector; it still has to meet each movie's")
def _(V, positions, stars, reg_param, k):
    return fold_in(V, positions, stars, reg_param)


def _vectors() -> list[tuple]:
    few = [[1.0, 0.2], [0.9, 0.1], [4.0, 3.0], [0.5, 0.2], [-2.0, -0.5], [1.0, 0.0]]
    large = np.random.default_rng(1).normal(size=(30, 3))
    n_ratings = np.arange(30) * 7 % 31
    away = [[1.0, 0], [-0.5, 1], [0.2, 0.9], [-1, 0.3], [-0.4, -0.3]]  # cosines below 0
    far = [[0.0, 2], [1, -1], [2, 0.5], [0.3, -2], [1, -0.2]]
    return [
        (np.array(away), np.array([9, 8, 2, 7, 9]), 0, 5, 3),
        (np.array(far), np.array([6, 6, 1, 9, 5]), 0, 5, 2),
        (np.array(few), np.array([30, 5, 40, 12, 50, 2]), 0, 10, 2),
        (large, n_ratings, 4, 8, 5),
        (large * np.arange(1, 31)[:, None], n_ratings, 11, 12, 4),
        (large[:12], np.array([4, 9, 3, 8, 5, 2, 5, 7, 1, 6, 5, 9]), 2, 5, 4),
    ]


def _nearest(closeness, enough, seen, k):
    return top_k(np.where(enough, closeness, np.nan), seen, k)


def _cosines(V, i):
    lengths = np.linalg.norm(V, axis=1)
    return V @ V[i] / (lengths * lengths[i])


alike = exercise(
    "5.6",
    "similar movies from item factors",
    cases=_vectors,
    hints="""
        The cosine is the dot product over the product of both lengths.
        np.linalg.norm(V, axis=1) has all lengths; V @ V[i] all dot products.
        Put NaN where n_ratings < min_ratings: top_k(cosines, [i], k) passes
          over NaN.
    """,
    extra=True,
    given=lambda V, n_ratings, i, min_ratings, k: (
        V,
        _cosines(V, i),
        n_ratings >= min_ratings,
        i,
        k,
    ),
    wrong={
        "you took dot products, which favour long vectors: divide by the lengths": (
            lambda V, cosines, enough, i, k: _nearest(V @ V[i], enough, [i], k)
        ),
        "you left the movie itself in": (
            lambda V, cosines, enough, i, k: _nearest(cosines, enough, [], k)
        ),
        "you did not ask for min_ratings ratings": (
            lambda V, cosines, enough, i, k: top_k(cosines, [i], k)
        ),
        "you put the least similar first": (
            lambda V, cosines, enough, i, k: _nearest(-cosines, enough, [i], k)
        ),
        "you took the distance between the vectors, in which length counts": (
            lambda V, cosines, enough, i, k: _nearest(
                -np.linalg.norm(V - V[i], axis=1), enough, [i], k
            )
        ),
        "you cut to k before you asked for min_ratings ratings": (
            lambda V, cosines, enough, i, k: np.array(
                [j for j in top_k(cosines, [i], k) if enough[j]], dtype=int
            )
        ),
        "you took the first hit for the movie itself, but it may not be there": (
            lambda V, cosines, enough, i, k: _nearest(cosines, enough, [], k + 1)[1:]
        ),
        "you took the largest by size: the opposite direction is not similar": (
            lambda V, cosines, enough, i, k: _nearest(np.abs(cosines), enough, [i], k)
        ),
        "you counted positions among the candidates; count among all movies": (
            lambda V, cosines, enough, i, k: np.argsort(
                -cosines[enough & (np.arange(len(V)) != i)]
            )[:k]
        ),
        "you counted positions among the candidates, and took the first of them for"
        " the movie itself": (
            lambda V, cosines, enough, i, k: np.argsort(-cosines[enough])[1 : k + 1]
        ),
        "you returned the cosines; the positions of the movies are wanted": (
            lambda V, cosines, enough, i, k: cosines[_nearest(cosines, enough, [i], k)]
        ),
        "you gave movies with too few ratings a cosine of 0, which passes those "
        "below 0": (lambda V, cosines, enough, i, k: top_k(cosines * enough, [i], k)),
    },
)


@alike.wrong("you left out movies with exactly min_ratings; at least is >=")
def _(V, n_ratings, i, min_ratings, k):
    return _nearest(_cosines(V, i), n_ratings > min_ratings, [i], k)
