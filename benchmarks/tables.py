"""Is what docs/spark-4.md says of tables between tools still true? Try it once more.

    python benchmarks/tables.py     # a minute

pandas and Spark write what the notebooks write (ratings, a model, titles as CSV) into a
temporary folder; pandas, DuckDB, Polars and Spark read it. Each line says what is read:
"right", "refused", or what else. What differs from the page is marked CHANGED.

DuckDB and Polars are optional: ``pip install --editable . --group tables``.
"""

import importlib.util
import tempfile
import warnings
from importlib import metadata
from pathlib import Path

import pandas as pd

from utils.data import load_ratings
from utils.data.simulate import simulate_to_parquet
from utils.spark import get_spark

TITLE = 'He said "hi", twice'
CSVS = {"pandas.csv", "backslash", "doubled"}
TOOLS = ["pandas", "duckdb", "polars", "pyspark"]


def session():
    return get_spark("tables", "local[1]")


def written(folder: Path) -> dict[str, list[tuple]]:
    """Write everything; return the right rows of each file."""
    from pyspark.ml.recommendation import ALS

    own = load_ratings().head(500)
    own.to_parquet(folder / "own.parquet")
    made = pd.read_parquet(simulate_to_parquet(folder / "made", 30, 20, 200))
    spark = session()
    table = spark.createDataFrame(own).selectExpr(
        "cast(user AS INT) user", "cast(movie AS INT) movie", "rating"
    )
    model = ALS(userCol="user", itemCol="movie", rank=2, maxIter=1).fit(table)
    model.save((folder / "model").as_uri())
    titles = spark.createDataFrame([(TITLE, 1)], "title STRING, movie INT")
    for name, escape in (("backslash", "\\"), ("doubled", '"')):
        place = (folder / name).as_uri()
        titles.coalesce(1).write.csv(place, header=True, escape=escape)
    table = pd.DataFrame({"title": [TITLE], "movie": [1]})
    table.to_csv(folder / "pandas.csv", index=False)
    when = pd.DataFrame({"when": pd.to_datetime([1.1e9], unit="s")})
    when = when.astype("datetime64[ns]")
    when.to_parquet(folder / "ns.parquet")
    when.to_parquet(folder / "us.parquet", coerce_timestamps="us")
    rows = {"own.parquet": own, "made": made, "model/userFactors": model.userFactors}
    rows |= {"model": model.userFactors.union(model.itemFactors)}
    return {name: listed(table) for name, table in rows.items()}


def listed(table) -> list[tuple]:
    """The rows of anybody's table, in order, vectors as tuples."""
    if hasattr(table, "fetchall"):  # DuckDB
        rows = table.fetchall()
    elif hasattr(table, "collect"):  # Spark
        rows = table.collect()
    elif hasattr(table, "rows"):  # Polars
        rows = table.rows()
    else:
        rows = table.itertuples(index=False, name=None)
    flat = [
        tuple(tuple(cell) if hasattr(cell, "__len__") else cell for cell in row)
        for row in rows
    ]
    return sorted(flat)


def parquet(tool: str, path: Path, files: str = ""):
    """A file, a folder, or the files in a folder that a pattern names."""
    if tool == "pandas":
        return pd.read_parquet(path)
    if tool == "pyspark":
        return session().read.parquet(path.as_uri())
    if tool == "polars":
        import polars

        return polars.read_parquet(path / files if files else path)
    import duckdb

    if path.is_dir() and not files:
        files = "**/*.parquet"
    return duckdb.read_parquet(str(path / files if files else path))


def csv(tool: str, path: Path, escape: str):
    """The one title in a CSV file."""
    if path.is_dir():
        path = next(path.glob("*.csv"))
    if tool == "pandas":
        return pd.read_csv(path, index_col=False)["title"].iloc[0]
    if tool == "pyspark":
        table = session().read.csv(path.as_uri(), header=True, escape=escape)
        return table.first()["title"]
    if tool == "polars":
        import polars

        return polars.read_csv(path)["title"][0]
    import duckdb

    return duckdb.read_csv(str(path)).fetchall()[0][0]


# what is read: (its reader, its arguments, what the page says; tools not named: right)
CLAIMS = {
    "ratings of pandas": ("own.parquet", "", {}),
    "simulated ratings": ("made", "*.parquet", {}),
    "a model's users": ("model/userFactors", "*.parquet", {}),
    "a model's whole folder": (
        *("model", ""),
        {"pandas": "refused", "duckdb": "glued", "polars": "refused"}
        | {"pyspark": "refused"},
    ),
    "dates in nanoseconds": ("ns.parquet", "", {"pyspark": "refused"}),
    "dates in microseconds": ("us.parquet", "", {}),
    "CSV of pandas": ("pandas.csv", "\\", {"pyspark": "other"}),
    "CSV of pandas, escape='\"'": ("pandas.csv", '"', {}),
    "CSV of Spark": ("backslash", "\\", {"pandas": "other", "polars": "other"}),
    "CSV of Spark, escape='\"'": ("doubled", '"', {}),
}


def found(tool: str, folder: Path, name: str, how: str, right: dict) -> str:
    """What a tool makes of a file, in a word."""
    try:
        if name in CSVS:
            return "right" if csv(tool, folder / name, how) == TITLE else "other"
        rows = listed(parquet(tool, folder / name, how))
    except Exception as error:  # of four libraries
        return f"refused ({type(error).__name__})"
    if name in {"ns.parquet", "us.parquet"}:
        return "right" if rows[0][0].year == 2004 else "other"
    same = rows == right[name]
    return "glued" if same and name == "model" else "right" if same else "other"


def main() -> None:
    warnings.simplefilter("ignore")
    there = [tool for tool in TOOLS if importlib.util.find_spec(tool)]
    print(*(f"{tool} {metadata.version(tool)}" for tool in there), sep=", ")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        right = written(folder)
        for what, (name, how, exceptions) in CLAIMS.items():
            print(what)
            for tool in there:
                word = found(tool, folder, name, how, right)
                same = word.startswith(exceptions.get(tool, "right"))
                print(f"    {tool}: {word}, {'as on the page' if same else 'CHANGED'}")
    session().stop()


if __name__ == "__main__":
    main()
