"""Cases, misconceptions and hints of notebook 05."""

import numpy as np

from utils.als import fold_in
from utils.data import ratings_file
from utils.exercises.engine import Exercise, Misconception
from utils.recommend import top_k

SLOW = 120.0  # seconds; the first job of a session is slow on an old laptop


def _spark():
    # Imported only here, so that no other lesson waits for Spark.
    from utils.spark import get_spark

    return get_spark()


# 5.1


def _typed_view(table) -> tuple:
    """Columns with their types, and the first rows, which are quickly read."""
    if not hasattr(table, "dtypes") or not hasattr(table, "take"):
        raise TypeError("not a Spark DataFrame")
    types = ", ".join(f"{name} {kind}" for name, kind in list(table.dtypes))
    return types, [tuple(row) for row in table.take(2)]


def _renamed(table):
    return table.withColumnsRenamed({"userId": "user", "movieId": "movie"})


def all_words(spark, path):
    return _renamed(spark.read.csv(path, header=True))


def all_words_not_renamed(spark, path):
    return spark.read.csv(path, header=True)


def guessed_not_renamed(spark, path):
    return spark.read.csv(path, header=True, inferSchema=True)


def guessed(spark, path):
    return _renamed(spark.read.csv(path, header=True, inferSchema=True))


def header_as_row(spark, path):
    schema = "user INT, movie INT, rating DOUBLE, timestamp BIGINT"
    return spark.read.csv(path, schema=schema)


def not_renamed(spark, path):
    schema = "userId INT, movieId INT, rating DOUBLE, timestamp BIGINT"
    return spark.read.csv(path, schema=schema, header=True)


# 5.2


def _predictions() -> list[tuple]:
    tables = [
        "(4D, 3D), (2D, double('NaN')), (1D, 4D)",
        "(5D, 4.5D), (3D, 3.5D)",  # nothing is left out
    ]
    spark = _spark()
    return [
        (spark.sql(f"SELECT * FROM VALUES {rows} AS t(rating, prediction)"),)
        for rows in tables
    ]


def _errors(predictions) -> np.ndarray:
    return np.array([row.prediction - row.rating for row in predictions.collect()])


def with_nan(predictions):
    errors = _errors(predictions)
    return np.sqrt(np.mean(errors**2)), 0


def silent(predictions):
    errors = _errors(predictions)
    return np.sqrt(np.nanmean(errors**2)), 0


def as_zero_stars(predictions):
    rows = predictions.na.fill(0.0, ["prediction"])  # Spark fills NaN too
    errors = _errors(rows)
    return np.sqrt(np.mean(errors**2)), int(np.isnan(_errors(predictions)).sum())


def how_many_were_known(predictions):
    errors = _errors(predictions)
    return np.sqrt(np.nanmean(errors**2)), int((~np.isnan(errors)).sum())


def no_root(predictions):
    errors = _errors(predictions)
    return np.nanmean(errors**2), int(np.isnan(errors).sum())


def absolute(predictions):
    errors = _errors(predictions)
    return np.nanmean(np.abs(errors)), int(np.isnan(errors).sum())


# 5.3


def _grids() -> list[tuple]:
    nan = float("nan")
    small = [(5, 0.1, 0.92, 0.94), (10, 0.1, 0.91, 0.95), (20, 0.1, 0.93, 0.93)]
    holes = [(5, 2.0, nan, nan), (5, 0.2, 0.88, 0.9), (10, 0.2, 0.87, nan)]
    more = [(10, 0.02, 0.99, 0.97), (20, 0.05, nan, 0.86), (20, 0.5, 0.95, 0.96)]
    return [(small,), (holes + more,)]


def _lowest(results, column):
    return min(results, key=lambda row: (np.isnan(row[column]), row[column]))[:2]


def by_test(results):
    return _lowest(results, 3)


def last_tried(results):
    return results[-1][:2]


def first_nan_wins(results):  # as in a CrossValidator
    return results[int(np.argmin([row[2] for row in results]))][:2]


def largest_error(results):
    return _lowest([(*row[:2], -row[2]) for row in results], 2)


def only_the_error(results):
    return float(np.nanmin([row[2] for row in results]))


# 5.4


def _lists() -> list[tuple]:
    spark = _spark()
    scores = "(1, 10, 4.5D), (1, 20, 4.0D), (1, 30, 3.5D), (1, 40, 3.0D), "
    scores += "(2, 20, 5.0D), (2, 10, 2.5D), (2, 30, 2.0D), (3, 40, 1.5D)"
    return [
        (
            spark.sql(f"SELECT * FROM VALUES {scores} AS t(user, movie, score)"),
            spark.sql(
                "SELECT * FROM VALUES (1, 10), (2, 30), (3, 20) AS t(user, movie)"
            ),
            2,
        )
    ]


def _rows(table) -> list[tuple]:
    """A Spark DataFrame as rows in a fixed order."""
    if not hasattr(table, "sparkSession"):
        raise TypeError("not a Spark DataFrame")
    names = sorted(table.columns)
    return names, sorted(tuple(row[name] for name in names) for row in table.collect())


def _table(scores, rows):
    """Rows of (user, movie, score) as a DataFrame; SQL, since it needs no job."""
    text = ", ".join(f"({user}, {movie}, {score}D)" for user, movie, score in rows)
    query = f"SELECT * FROM VALUES {text} AS t(user, movie, score)"
    return scores.sparkSession.sql(query)


def _first(rows: list, k: int) -> list:
    """The first ``k`` of each user."""
    return [
        row for i, row in enumerate(rows) if [r[0] for r in rows[:i]].count(row[0]) < k
    ]


def _unseen(rows: list, seen) -> list:
    known = {tuple(row) for row in seen.collect()}
    return [row for row in rows if row[:2] not in known]


def _collected(scores) -> list:
    """Rows of the scores, the best first."""
    return sorted(map(tuple, scores.collect()), key=lambda row: -row[2])


def seen_kept(scores, seen, k):
    return _table(scores, _first(_collected(scores), k))


def cut_then_dropped(scores, seen, k):
    return _table(scores, _unseen(_first(_collected(scores), k), seen))


def k_in_all(scores, seen, k):
    return _table(scores, _unseen(_collected(scores), seen)[:k])


def lowest_first(scores, seen, k):
    return _table(scores, _first(_unseen(_collected(scores)[::-1], seen), k))


def seen_by_anybody(scores, seen, k):
    movies = {row.movie for row in seen.collect()}
    open_ = [row for row in _collected(scores) if row[1] not in movies]
    return _table(scores, _first(open_, k))


def not_cut(scores, seen, k):
    return _table(scores, _unseen(_collected(scores), seen))


# 5.5


def _small_models() -> list[tuple]:
    few = np.array([[1.0, 0.2], [0.9, 0.1], [0.2, 1.1], [0.1, 0.6], [1.6, 0.9]])
    more = [[-0.6, 0.2], [0.0, 1.6], [0.3, -0.8], [1.8, 0.9], [-0.6, -0.7], [0.4, -0.7]]
    large = np.random.default_rng(0).normal(size=(40, 4))
    return [
        (few, np.array([0, 2]), np.array([5.0, 1.0]), 0.3, 2),
        (np.array(more), np.array([0, 1, 2]), np.array([4.0, 4.0, 3.0]), 0.2, 2),
        (large, np.arange(0, 40, 5), np.arange(1.5, 5.5, 0.5), 0.02, 5),
    ]


def seen_left_in(V, positions, stars, reg_param, k):
    return top_k(V @ fold_in(V, positions, stars, reg_param), [], k)


def reg_not_scaled(V, positions, stars, reg_param, k):
    user = fold_in(V, positions, stars, reg_param / len(positions))
    return top_k(V @ user, positions, k)


def reg_scaled_twice(V, positions, stars, reg_param, k):
    user = fold_in(V, positions, stars, reg_param * len(positions))
    return top_k(V @ user, positions, k)


def weighted_mean(V, positions, stars, reg_param, k):
    user = np.average(V[positions], axis=0, weights=stars)
    return top_k(V @ user, positions, k)


def worst_first(V, positions, stars, reg_param, k):
    return top_k(-V @ fold_in(V, positions, stars, reg_param), positions, k)


# 5.6


def _vectors() -> list[tuple]:
    few = [[1.0, 0.2], [0.9, 0.1], [4.0, 3.0], [0.5, 0.2], [-2.0, -0.5], [1.0, 0.0]]
    large = np.random.default_rng(1).normal(size=(30, 3))
    n_ratings = np.arange(30) * 7 % 31
    return [
        (np.array(few), np.array([30, 5, 40, 12, 50, 2]), 0, 10, 2),
        (large, n_ratings, 4, 8, 5),
        (large * np.arange(1, 31)[:, None], n_ratings, 11, 12, 4),
    ]


def _nearest(closeness, n_ratings, i, min_ratings, k):
    return top_k(np.where(n_ratings >= min_ratings, closeness, np.nan), i, k)


def _cosines(V, i):
    lengths = np.linalg.norm(V, axis=1)
    return V @ V[i] / (lengths * lengths[i])


def dot_products(V, n_ratings, i, min_ratings, k):
    return _nearest(V @ V[i], n_ratings, [i], min_ratings, k)


def itself_left_in(V, n_ratings, i, min_ratings, k):
    return _nearest(_cosines(V, i), n_ratings, [], min_ratings, k)


def without_support(V, n_ratings, i, min_ratings, k):
    return top_k(_cosines(V, i), [i], k)


def least_similar(V, n_ratings, i, min_ratings, k):
    return _nearest(-_cosines(V, i), n_ratings, [i], min_ratings, k)


def by_distance(V, n_ratings, i, min_ratings, k):
    distance = np.linalg.norm(V - V[i], axis=1)
    return _nearest(-distance, n_ratings, [i], min_ratings, k)


def cut_before_support(V, n_ratings, i, min_ratings, k):
    best = top_k(_cosines(V, i), [i], k)
    return best[n_ratings[best] >= min_ratings]


EXERCISES = [
    Exercise(
        id="5.1",
        title="ratings with the right types",
        cases=lambda: [(_spark(), str(ratings_file()))],
        view=_typed_view,
        seconds=SLOW,
        misconceptions=[
            Misconception(
                all_words, "you gave no schema, so that every column is text (string)"
            ),
            Misconception(
                guessed,
                "your timestamp is an int, not a BIGINT (which is also what Spark "
                "guesses with inferSchema)",
            ),
            Misconception(
                all_words_not_renamed,
                "you gave no schema, so that every column is text (string), and kept "
                "the names of the file",
            ),
            Misconception(
                guessed_not_renamed,
                "you let Spark guess the types, and kept the names of the file",
            ),
            Misconception(
                header_as_row, "you read the header as a rating: set header=True"
            ),
            Misconception(
                not_renamed,
                "you kept the file's names: rename them to user and movie",
            ),
        ],
        hints=[
            "spark.read.csv takes a schema as text: 'name STRING, age INT'.",
            "The types are INT, INT, DOUBLE and BIGINT; the file has a header line.",
            'table.withColumnsRenamed({"userId": "user", "movieId": "movie"}) renames.',
        ],
    ),
    Exercise(
        id="5.2",
        title="an honest RMSE",
        cases=_predictions,
        seconds=SLOW,
        misconceptions=[
            Misconception(
                with_nan,
                "you left the NaN predictions in: one of them makes the whole RMSE NaN",
            ),
            Misconception(silent, "you dropped the NaN predictions uncounted"),
            Misconception(
                as_zero_stars, "you put 0 stars in place of the NaN predictions"
            ),
            Misconception(
                how_many_were_known,
                "you counted what was predicted; count what was left out",
            ),
            Misconception(no_root, "you forgot the square root: this is the MSE"),
            Misconception(
                absolute, "you took the mean absolute error (MAE), not the RMSE"
            ),
        ],
        hints=[
            "na.drop drops the rows in which a column is null or NaN.",
            "known = predictions.na.drop(subset=['prediction']); how many rows went?",
            "RegressionEvaluator(metricName='rmse', labelCol='rating', "
            "predictionCol='prediction').evaluate(known) is the first value.",
        ],
    ),
    Exercise(
        id="5.3",
        title="choose rank and λ",
        cases=_grids,
        misconceptions=[
            Misconception(
                by_test,
                "you let the test ratings choose: their error is no honest one any "
                "more",
            ),
            Misconception(
                last_tried, "you took the last pair that was tried, not the best"
            ),
            Misconception(
                first_nan_wins,
                "you let a NaN win: nothing is known of such a pair, so leave it out",
            ),
            Misconception(
                largest_error, "you took the largest error; the smallest is the best"
            ),
            Misconception(
                only_the_error,
                "you returned the smallest error; asked for is its (rank, reg_param)",
            ),
        ],
        hints=[
            "Which of the two errors may choose, and which may only judge?",
            "Leave out the rows with math.isnan(row[2]), then look for the smallest.",
            "min(known, key=lambda row: row[2]) is the best row; its first two values "
            "are asked for.",
        ],
    ),
    Exercise(
        id="5.4",
        title="the best k without the seen",
        cases=_lists,
        view=_rows,
        seconds=SLOW,
        misconceptions=[
            Misconception(seen_kept, "you recommended what was seen"),
            Misconception(
                cut_then_dropped,
                "you cut to k before you dropped the seen, so that lists are too short",
            ),
            Misconception(k_in_all, "you took k rows in all, not for each user"),
            Misconception(lowest_first, "you took the lowest scores"),
            Misconception(
                seen_by_anybody,
                "you dropped what anybody has seen: join on user and movie",
            ),
            Misconception(not_cut, "you dropped the seen, and did not cut to k"),
        ],
        hints=[
            "Three steps in this order: drop the seen, number each user's rows, cut.",
            'scores.join(seen, ["user", "movie"], "left_anti") drops the seen.',
            'withColumn("place", F.row_number().over(...)) numbers; keep place <= k, '
            "and select user, movie and score.",
        ],
    ),
    Exercise(
        id="5.5",
        title="your recommendations from Spark's factors",
        cases=_small_models,
        misconceptions=[
            Misconception(seen_left_in, "you recommended movies that were seen"),
            Misconception(
                reg_not_scaled,
                "you did not multiply λ by the number of ratings, as Spark does",
            ),
            Misconception(
                reg_scaled_twice,
                "you multiplied λ by the number of ratings; fold_in does that already",
            ),
            Misconception(
                weighted_mean,
                "you averaged the vectors of the rated movies; solve the half-step",
            ),
            Misconception(worst_first, "you put the lowest scores first"),
        ],
        hints=[
            "Two steps: a vector for the user, then the best scores among the unseen.",
            "The vector is fold_in(V, positions, stars, reg_param).",
            "The scores of all movies are V @ user; top_k(scores, positions, k) leaves "
            "out what was rated.",
        ],
    ),
    Exercise(
        id="5.6",
        title="similar movies from item factors",
        cases=_vectors,
        extra=True,
        misconceptions=[
            Misconception(
                dot_products,
                "you took dot products, which favour long vectors: divide by the "
                "lengths",
            ),
            Misconception(itself_left_in, "you left the movie itself in"),
            Misconception(without_support, "you did not ask for min_ratings ratings"),
            Misconception(least_similar, "you put the least similar first"),
            Misconception(
                by_distance,
                "you took the distance between the vectors, in which length counts",
            ),
            Misconception(
                cut_before_support,
                "you cut to k before you asked for min_ratings ratings",
            ),
        ],
        hints=[
            "The cosine is the dot product over the product of both lengths.",
            "np.linalg.norm(V, axis=1) has all lengths; V @ V[i] all dot products.",
            "Put NaN where n_ratings < min_ratings: top_k(cosines, [i], k) passes "
            "over NaN.",
        ],
    ),
]
