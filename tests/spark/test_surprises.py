"""What docs/spark-4.md says of Spark, run: whoever reads it may rely on it."""

import numpy as np
import pandas as pd
import pytest

from utils.data import load_ratings, ratings_file
from utils.files import ROOT
from workshop.notebooks import read

INTS = {"user": "int32", "movie": "int32"}
ARROW = "spark.sql.execution.arrow.pyspark.enabled"


@pytest.fixture(scope="module")
def table():
    """Some ratings by few users of few movies."""
    few = load_ratings().query("user <= 60 and movie <= 300")
    return few[["user", "movie", "rating"]].astype(INTS)


@pytest.fixture(scope="module")
def ratings(spark, table):
    names = "user INT, movie INT, rating DOUBLE"
    return spark.createDataFrame(table, names).cache()


@pytest.fixture(scope="module")
def als():
    from pyspark.ml.recommendation import ALS

    als = ALS(userCol="user", itemCol="movie", ratingCol="rating", rank=3, maxIter=1)
    return als.setParams(numUserBlocks=2, numItemBlocks=2, seed=0)


@pytest.fixture(scope="module")
def model(als, ratings):
    return als.fit(ratings)


@pytest.fixture
def arrow(spark):
    spark.conf.set(ARROW, "true")
    yield
    spark.conf.set(ARROW, "false")


# Ids and columns


def test_ids_come_back_as_int_without_their_words(spark, als, ratings):
    from pyspark.errors import AnalysisException
    from pyspark.ml.feature import IndexToString, StringIndexer
    from pyspark.sql import functions as F

    named = ratings.withColumn("name", F.concat(F.lit("u"), "user"))
    indexer = StringIndexer(inputCol="name", outputCol="id").fit(named)
    indexed = indexer.transform(named)
    given = als.fit(indexed, {als.userCol: "id"}).transform(indexed)
    assert given.schema["id"].dataType.simpleString() == "int"
    assert indexed.schema["id"].metadata and not given.schema["id"].metadata
    with pytest.raises(Exception, match="ClassCastException"):
        IndexToString(inputCol="id", outputCol="word").transform(given)
    back = IndexToString(inputCol="id", outputCol="word", labels=indexer.labels)
    assert back.transform(given.limit(50)).where("word <> name").count() == 0
    with pytest.raises(AnalysisException, match="MISSING_ATTRIBUTES"):
        given.select(indexed["id"])


def test_user_blocks_choose_the_model_and_item_blocks_do_not(als, ratings, model):
    def vectors(**blocks):
        cut = {getattr(als, name): n for name, n in blocks.items()}
        fitted = als.fit(ratings, cut) if blocks else model
        return {row["id"]: row["features"] for row in fitted.userFactors.collect()}

    assert vectors(numItemBlocks=5) == vectors()
    assert vectors(numUserBlocks=3) != vectors()


def test_a_split_by_hash_is_the_same_from_csv_and_from_pandas(spark):
    """By the very cells of notebook 05, on its own table and on one from pandas."""
    cells = read(ROOT / "notebooks" / "05_spark_als.ipynb").cells
    source = {cell.id: cell.source for cell in cells}
    names = {"spark": spark, "path": str(ratings_file())}
    exec(source["typed-code"], names)
    exec(source["split-code"], names)
    bucket = names["bucket"]
    from_pandas = spark.createDataFrame(load_ratings().query("user <= 20"))
    assert dict(from_pandas.dtypes)["user"] == "bigint"
    cast = from_pandas.selectExpr("cast(user AS INT) user", "cast(movie AS INT) movie")
    from_csv = names["ratings"].where("user <= 20").select("user", "movie")
    tests = [t.where(bucket >= 8) for t in (from_csv, cast, from_pandas)]
    sides = [{(row["user"], row["movie"]) for row in t.collect()} for t in tests]
    assert sides[0] == sides[1]
    assert len(sides[0] & sides[2]) < 0.3 * len(sides[0])


def test_only_zeros_give_a_vector_of_zeros(spark, als, table):
    alone = pd.DataFrame({"user": [10_000], "movie": [1], "rating": [0.0]})
    both = pd.concat([table, alone]).astype(INTS)
    implicit = als.copy({als.implicitPrefs: True, als.coldStartStrategy: "drop"})
    model = implicit.fit(spark.createDataFrame(both))
    (row,) = model.userFactors.where("id = 10000").collect()
    assert set(row["features"]) == {0.0}
    (given,) = model.transform(spark.createDataFrame(alone)).collect()
    assert given["prediction"] == 0.0


# Reading and making tables


def test_a_typed_csv_goes_by_place_and_makes_nulls(spark, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("movie,user\n31,1.0\n1029,3000000000\n5,6\n")
    schema = {"schema": "user INT, movie INT", "header": True}
    found = [tuple(row) for row in spark.read.csv(str(path), **schema).collect()]
    assert found == [(31, None), (1029, None), (5, 6)]
    for strict in ({"enforceSchema": False}, {"mode": "FAILFAST"}):
        with pytest.raises(Exception, match="FAILED_READ_FILE"):
            spark.read.csv(str(path), **schema, **strict).collect()


def test_a_created_table_goes_by_place_but_for_dictionaries(spark):
    from pyspark.sql import Row

    table = pd.DataFrame({"movie": [31], "user": [1]})
    for rows in (table, [Row(movie=31, user=1)]):
        (row,) = spark.createDataFrame(rows, "user INT, movie INT").collect()
        assert (row["user"], row["movie"]) == (31, 1)
    named = spark.createDataFrame([{"movie": 31, "user": 1}], "user INT, movie INT")
    assert named.first()["user"] == 1


@pytest.mark.filterwarnings("ignore")
def test_an_unsigned_column_changes_the_types_of_all(spark, arrow):
    table = pd.DataFrame({"user": np.int32([1]), "rating": np.float32([2])})
    assert spark.createDataFrame(table).dtypes == [("user", "int"), ("rating", "float")]
    table["n"] = np.uint32([3])
    kinds = [kind for _, kind in spark.createDataFrame(table).dtypes]
    assert kinds == ["bigint", "double", "bigint"]


@pytest.mark.filterwarnings("ignore")
def test_recommendations_are_rows_or_dictionaries(spark, model, ratings):
    from pyspark.sql import Row

    lists = model.recommendForUserSubset(ratings.where("user = 1"), 2).cache()
    assert isinstance(lists.toPandas()["recommendations"][0][0], Row)
    spark.conf.set(ARROW, "true")
    try:
        assert type(lists.toPandas()["recommendations"][0][0]) is dict
    finally:
        spark.conf.set(ARROW, "false")


def test_a_plain_udf_cuts_off(spark):
    from pyspark.sql.functions import udf

    new, old = (udf(lambda n: n / 2, "int", useArrow=a) for a in (None, False))
    assert tuple(spark.range(3, 4).select(new("id"), old("id")).first()) == (1, None)


# Models and evaluators


def test_a_loaded_model_saved_over_itself_is_gone(model, tmp_path):
    from pyspark.ml.recommendation import ALSModel

    path = (tmp_path / "als").as_uri()
    model.save(path)
    with pytest.raises(Exception, match="FILE_NOT_EXIST"):
        ALSModel.load(path).write().overwrite().save(path)
    with pytest.raises(Exception, match="UNABLE_TO_INFER_SCHEMA"):
        ALSModel.load(path).userFactors.count()
    # Its two tables can be read by pandas, the folder as a whole can not.
    model.write().overwrite().save(path)
    users = pd.read_parquet(tmp_path / "als" / "userFactors")
    assert len(users) == model.userFactors.count()
    with pytest.raises(Exception, match="Parquet"):
        pd.read_parquet(tmp_path / "als")


def test_a_saved_search_loses_its_deviations(als, ratings, tmp_path):
    from pyspark.ml.evaluation import RegressionEvaluator
    from pyspark.ml.tuning import CrossValidator, CrossValidatorModel

    judge = RegressionEvaluator(labelCol="rating")
    maps = [{als.rank: 2}, {als.rank: 3}]
    search = CrossValidator(estimator=als, estimatorParamMaps=maps, evaluator=judge)
    found = search.setNumFolds(2).fit(ratings)
    # Some movie is always new, so all errors are NaN, and the first setting wins.
    assert np.isnan(found.avgMetrics).all() and len(found.stdMetrics) == 2
    assert found.bestModel.rank == 2
    found.save((tmp_path / "search").as_uri())
    loaded = CrossValidatorModel.load((tmp_path / "search").as_uri())
    assert len(loaded.avgMetrics) == 2 and loaded.stdMetrics == []


def test_var_is_of_the_predictions_and_larger_is_better(spark):
    from pyspark.ml.evaluation import RegressionEvaluator

    judge = RegressionEvaluator(metricName="var", labelCol="rating")
    rows = "SELECT * FROM VALUES {} AS t(rating, prediction)"
    good = judge.evaluate(spark.sql(rows.format("(3D, 3D), (4D, 4D)")))
    bad = judge.evaluate(spark.sql(rows.format("(3D, -50D), (4D, 50D)")))
    assert judge.isLargerBetter() and bad > good


def test_what_the_ranking_evaluator_makes_of_odd_lists(spark):
    from pyspark.ml.evaluation import RankingEvaluator

    def value(metric, *rows):
        rows = ", ".join(f"({shown}, {liked})" for shown, liked in rows)
        lists = spark.sql(f"SELECT * FROM VALUES {rows} AS t(prediction, label)")
        return RankingEvaluator(metricName=metric, k=2).evaluate(lists)

    two, one = "array(1D, 2D)", "array(1D)"
    assert value("precisionAtK", (two, one)) == 0.5
    with pytest.raises(Exception, match="array<double>"):
        value("precisionAtK", ("array(1, 2)", "array(1)"))
    assert value("recallAtK", ("array(1D, 1D)", one)) == 2.0
    assert value("ndcgAtK", ("array(1D, 1D)", one)) == pytest.approx(1.6309, abs=1e-4)
    nothing = "cast(array() AS array<double>)"
    assert value("precisionAtK", (two, one), (two, nothing)) == 0.25
    with pytest.raises(Exception, match="NullPointer"):
        value("precisionAtK", (two, one), (two, "cast(NULL AS array<double>)"))


@pytest.mark.filterwarnings("ignore")
def test_ranking_metrics_pass_over_relevance(spark):
    from pyspark.mllib.evaluation import RankingMetrics

    for relevance in ([1.0, 9.0], [9.0, 1.0]):
        lists = spark.sparkContext.parallelize([([1, 2], [1, 2], relevance)], 1)
        assert RankingMetrics(lists).ndcgAt(2) == 1.0


# Tables between tools


def test_dates_of_pandas_in_microseconds(spark, tmp_path):
    table = pd.DataFrame({"when": pd.to_datetime([1.1e9], unit="s")})
    table.astype("datetime64[ns]").to_parquet(tmp_path / "ns.parquet")
    with pytest.raises(Exception, match="NANOS"):
        spark.read.parquet(str(tmp_path / "ns.parquet"))
    table.to_parquet(tmp_path / "us.parquet", coerce_timestamps="us")
    assert spark.read.parquet(str(tmp_path / "us.parquet")).first()["when"].year == 2004


def test_titles_with_quotation_marks_both_ways(spark, tmp_path):
    title = 'He said "hi", twice'
    pandas = str(tmp_path / "pandas.csv")
    pd.DataFrame({"title": [title], "movie": [1]}).to_csv(pandas, index=False)
    assert spark.read.csv(pandas, header=True).first()["title"] != title
    asked = spark.read.csv(pandas, header=True, escape='"')
    assert asked.first()["title"] == title
    for escape, same in (("\\", False), ('"', True)):
        path = tmp_path / f"same-{same}"
        asked.coalesce(1).write.csv(str(path), header=True, escape=escape)
        back = pd.read_csv(next(path.glob("*.csv")), index_col=False)
        assert (back["title"].iloc[0] == title) == same


def test_what_the_notebooks_write_is_read_by_pandas_and_spark(spark, tmp_path):
    """Ratings as Parquet, by pandas and by `simulate_to_parquet`."""
    from utils.data.simulate import simulate_to_parquet

    made = simulate_to_parquet(tmp_path / "made", 30, 20, 200)
    load_ratings().head(200).to_parquet(tmp_path / "own.parquet")
    for path in (made, tmp_path / "own.parquet"):
        by_pandas = pd.read_parquet(path)[["user", "movie", "rating"]]
        by_spark = spark.read.parquet(path.as_uri()).select(*by_pandas.columns)
        ours = sorted(map(tuple, by_pandas.to_numpy()))
        assert sorted(map(tuple, by_spark.collect())) == ours
