"""Exercises of notebook 05, a file each, and what several of them share."""

SLOW = 120.0  # seconds; the first job of a session is slow on an old laptop


def session():
    """The Spark session."""
    # Imported only here, so that no other lesson waits for Spark.
    from utils.spark import get_spark

    return get_spark()


def values(rows: str, names: str):
    """A small table; SQL, since it needs no job."""
    return session().sql(f"SELECT * FROM VALUES {rows} AS {names}")


def must_be_spark(table) -> None:
    """Raise a TypeError that says so if it is not."""
    if not hasattr(table, "sparkSession"):
        raise TypeError("a Spark DataFrame is asked for")
