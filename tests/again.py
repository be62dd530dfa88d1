"""Each cell of a notebook twice in a row, as people do; fits of Spark's are not.

What a fit gave is kept while its cell runs, and handed out again, in the same order,
when the same cell runs at once again: fits are most of the time. All else
is done twice.
"""

import sys
from functools import wraps

COUNT = ("what_spark_did(", "work(")  # who counts what a fit does needs a real one


class Kept:
    """The fits of a cell, for when it runs again."""

    def __init__(self):
        self.cell, self.fits, self.left, self.depth = None, [], [], 0

    def before(self, info):
        """Called by IPython before each cell."""
        same = info.raw_cell == self.cell
        counts = any(call in info.raw_cell for call in COUNT)
        self.cell = info.raw_cell
        self.left = list(self.fits) if same and not counts else []
        if not same:
            self.fits = []
        pyspark = sys.modules.get("pyspark.ml.base")
        if pyspark and not hasattr(pyspark.Estimator.fit, "__wrapped__"):
            pyspark.Estimator.fit = self.keeping(pyspark.Estimator.fit)

    def keeping(self, fit):
        @wraps(fit)
        def fit_or_kept(estimator, *arguments):
            if self.depth:  # a search fits many; it is kept as one
                return fit(estimator, *arguments)
            if self.left:
                return self.left.pop(0)
            self.depth += 1
            try:
                self.fits.append(fit(estimator, *arguments))
            finally:
                self.depth -= 1
            return self.fits[-1]

        return fit_or_kept


if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
    shell.events.register("pre_run_cell", Kept().before)
