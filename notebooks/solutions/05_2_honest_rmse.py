"""The rows without a prediction leave the mean, and their number stands beside it: a
model that predicts only what is easy would otherwise look better than a braver one."""

from pyspark.ml.evaluation import RegressionEvaluator


def honest_rmse(predictions):
    known = predictions.na.drop(subset=["prediction"])
    evaluator = RegressionEvaluator(metricName="rmse", labelCol="rating")
    return evaluator.evaluate(known), predictions.count() - known.count()
