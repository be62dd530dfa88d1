"""Does each library solve the problem that docs/als-parameters.md says?

    python benchmarks/als_parameters.py     # seconds

A tiny table is fitted by each library that is installed here. From the vectors of the
one side, one half-step in NumPy by the page's formula has to give those of the other;
printed is the largest difference, for the side that the library moved last.

All are optional: common.py says how to install them.
"""

import importlib.util
import warnings
from importlib import metadata

import numpy as np
import pandas as pd
from scipy import sparse

RANK, LAM, ALPHA = 3, 0.3, 2.5
NEAR = 1e-3  # float32, and weights that differ a hundredfold


def counts() -> np.ndarray:
    """Counts 1 to 5 in about half of 12 by 9 cells, none of the rows empty."""
    rng = np.random.default_rng(1)
    return np.where(rng.random((12, 9)) < 0.5, rng.integers(1, 6, (12, 9)), 0.0)


def reproduced(R, V, weight, penalty):
    """All rows of one side; a weight of None means: known cells only, as with stars."""
    U = []
    for r in R:
        known = r > 0
        w = known.astype(float) if weight is None else np.ones(len(r))
        w[known] = 1 if weight is None else weight(r[known])
        aim = r if weight is None else known
        A = V.T @ np.diag(w) @ V + penalty(known.sum()) * np.eye(V.shape[1])
        U.append(np.linalg.solve(A, V.T @ (w * aim)))
    return np.array(U)


def off_by(R, U, V, weight, penalty) -> float:
    """Largest difference of the side that was moved last, whichever that is."""
    sides = (R, U, V), (R.T, V, U)
    return min(
        np.abs(reproduced(rows, there, weight, penalty) - here).max()
        for rows, here, there in sides
    )


def spark(R, implicit):
    from pyspark.ml.recommendation import ALS

    from utils.spark import factors, get_spark

    cells = sparse.coo_array(R)
    table = {"user": cells.row, "movie": cells.col, "rating": cells.data}
    frame = get_spark("benchmark", "local[1]").createDataFrame(pd.DataFrame(table))
    als = ALS(userCol="user", itemCol="movie", rank=RANK, regParam=LAM, alpha=ALPHA)
    model = als.setImplicitPrefs(implicit).fit(frame)
    return factors(model, np.arange(len(R)), np.arange(R.shape[1]))


def implicit(R):
    from implicit.cpu.als import AlternatingLeastSquares

    settings = {"factors": RANK, "regularization": LAM, "alpha": ALPHA}
    settings |= {"use_cg": False, "dtype": np.float64, "iterations": 5}
    model = AlternatingLeastSquares(random_state=0, **settings)
    model.fit(sparse.csr_matrix(R), show_progress=False)
    return model.user_factors, model.item_factors


def lenskit(R, use_ratings):
    from lenskit.als import ImplicitMFScorer
    from lenskit.data import from_interactions_df
    from lenskit.training import TrainingOptions

    cells = sparse.coo_array(R)
    table = {"user_id": cells.row, "item_id": cells.col, "rating": cells.data}
    settings = {"embedding_size": RANK, "regularization": LAM, "weight": ALPHA}
    scorer = ImplicitMFScorer(use_ratings=use_ratings, epochs=5, **settings)
    scorer.train(from_interactions_df(pd.DataFrame(table)), TrainingOptions())
    return tuple(
        np.asarray(part, dtype=float)
        for part in (scorer.user_embeddings, scorer.item_embeddings)
    )


def cmfrec(R, implicit, **setting):
    from cmfrec import CMF, CMF_implicit

    shared = {"k": RANK, "lambda_": LAM, "use_cg": False, "use_float": False}
    shared |= {"niter": 5, "verbose": False, **setting}
    plain = {"user_bias": False, "item_bias": False, "center": False, "method": "als"}
    model = CMF_implicit(alpha=ALPHA, **shared) if implicit else CMF(**plain, **shared)
    model.fit(sparse.coo_matrix(R))  # a table's ids would be put in another order
    return model.A_, model.B_


def one(n):
    return LAM


def of_row(n):
    return LAM * n


def by_count(r):
    return 1 + ALPHA * r


# what: (module, fit, its arguments, weight of a stored cell, penalty of a row)
CLAIMS = {
    "Spark, stars": ("pyspark", spark, {"implicit": False}, None, of_row),
    "Spark, implicit": ("pyspark", spark, {"implicit": True}, by_count, of_row),
    "implicit": ("implicit", implicit, {}, lambda r: ALPHA * r, one),
    "LensKit": (
        *("lenskit", lenskit, {"use_ratings": False}),
        *(lambda r: 1 + ALPHA + 0 * r, one),
    ),
    "LensKit, use_ratings": ("lenskit", lenskit, {"use_ratings": True}, by_count, one),
    "cmfrec, stars": ("cmfrec", cmfrec, {"implicit": False}, None, one),
    "cmfrec, stars, scale_lam": (
        *("cmfrec", cmfrec, {"implicit": False, "scale_lam": True}),
        *(None, of_row),
    ),
    "cmfrec, implicit": ("cmfrec", cmfrec, {"implicit": True}, by_count, one),
    "cmfrec, implicit, apply_log_transf": (
        *("cmfrec", cmfrec, {"implicit": True, "apply_log_transf": True}),
        *(lambda r: 1 + ALPHA * np.log(r), one),
    ),
}


def main() -> None:
    warnings.simplefilter("ignore")
    R = counts()
    for what, (module, fit, settings, weight, penalty) in CLAIMS.items():
        if not importlib.util.find_spec(module):
            print(f"{what}: {module} is not installed, left out")
            continue
        off = off_by(R, *fit(R, **settings), weight, penalty)
        state = "as on the page" if off < NEAR else "CHANGED"
        print(f"{what} ({metadata.version(module)}): off by {off:.0e}, {state}")


if __name__ == "__main__":
    main()
