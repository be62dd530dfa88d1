"""A schema says what the columns are, so that Spark need not read the file to guess,
and guesses change with the data. Ids are integers because ALS takes nothing else."""


def typed_ratings(spark, path):
    schema = "userId INT, movieId INT, rating DOUBLE, timestamp BIGINT"
    table = spark.read.csv(path, schema=schema, header=True)
    return table.withColumnsRenamed({"userId": "user", "movieId": "movie"})
