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
    """Columns with their types, the first row, and the number of rows."""
    if not hasattr(table, "dtypes") or not hasattr(table, "first"):
        raise TypeError("not a Spark DataFrame")
    types = ", ".join(f"{name} {kind}" for name, kind in list(table.dtypes))
    return types, tuple(table.first()), table.count()


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
        "(5D, 4.5D), (3D, 3.5D)",
        "(1D, double('NaN')), (2D, double('NaN')), (4.5D, 2.5D)",
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
]
