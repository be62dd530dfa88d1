"""Exercise 5.1, ratings with the right types."""

from utils.data import ratings_file
from utils.exercises.exercise import exercise
from utils.exercises.nb05 import SLOW, must_be_spark, session


def _typed_view(table) -> tuple[str, list[tuple]]:
    """Columns with their types, and the first rows, which are quickly read."""
    must_be_spark(table)
    types = ", ".join(f"{name} {kind}" for name, kind in list(table.dtypes))
    return types, [tuple(row) for row in table.take(2)]


def _renamed(table):
    return table.withColumnsRenamed({"userId": "user", "movieId": "movie"})


typed = exercise(
    "5.1",
    "ratings with the right types",
    cases=lambda: [(session(), str(ratings_file()))],
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
