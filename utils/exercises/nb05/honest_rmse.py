"""Exercise 5.2, an honest RMSE."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb05 import SLOW, values


def _predictions() -> list[tuple]:
    nan = "double('NaN')"  # left out of some; one row of the others comes twice
    some = f"(4D, 3D), (2D, {nan}), (1D, 4D)"
    more = f"(5D, 4.5D), (3D, {nan}), (1D, 3D), (4D, 4.25D), (5D, 4.5D), (1D, {nan})"
    none = "(5D, 4.5D), (3D, 4D), (3D, 4D)"
    return [(values(rows, "t(rating, prediction)"),) for rows in (some, more, none)]


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
