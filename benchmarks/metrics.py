"""Is docs/metrics.md still true? Ask the libraries that are installed here once more.

    python benchmarks/metrics.py            # seconds
    python benchmarks/metrics.py ranx Spark # only these

Each library judges the page's five cases: nDCG@k and MAP@k, and precision@5 of *short*
and recall@5 of *many*. What differs from the page by more than a rounding is printed,
with the versions. Not asked for any more, since they don't go together with today's
NumPy or pandas: RecBole, replay, recpack, recommenders, cornac, rexmex, evidently.

All are optional: ``pip install --editable . --group metrics --group benchmarks`` in an
environment of its own; common.py says what for.
"""

import contextlib
import sys
import warnings
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from utils.metrics import map_at_k, ndcg_at_k, precision_at_k, recall_at_k

PAGE = Path(__file__).resolve().parents[1] / "docs" / "metrics.md"


def rows_below(words: str) -> list[list[str]]:
    """The rows of the page's table that follows some words."""
    lines = PAGE.read_text(encoding="utf-8").split(words, 1)[1].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    rows = [*lines[first:], ""]
    rows = rows[2 : rows.index("")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


CASES = {
    name: (shown.split(), relevant.split(), int(k))
    for name, shown, relevant, k in rows_below("no library below knows")
}


# -- what each library says of one case: {measure: number} -----------------------------


def ours(shown, relevant, k):
    metrics = {"nDCG": ndcg_at_k, "MAP": map_at_k}
    metrics |= {"precision": precision_at_k, "recall": recall_at_k}
    return {name: metric(shown, set(relevant), k) for name, metric in metrics.items()}


def spark(shown, relevant, k):
    from pyspark.ml.evaluation import RankingEvaluator

    from utils.spark import get_spark

    numbers = [[float(ord(item)) for item in items] for items in (shown, relevant)]
    schema = "prediction array<double>, label array<double>"
    pair = get_spark("benchmark", "local[1]").createDataFrame([numbers], schema)
    names = {"nDCG": "ndcgAtK", "MAP": "meanAveragePrecisionAtK"}
    names |= {"precision": "precisionAtK", "recall": "recallAtK"}
    return {
        ours: RankingEvaluator(metricName=theirs, k=k).evaluate(pair)
        for ours, theirs in names.items()
    }


def rectools(shown, relevant, k, **setting):
    from rectools import metrics

    items = [ord(item) for item in shown]
    ranks = range(1, 1 + len(items))
    lists = pd.DataFrame({"user_id": 0, "item_id": items, "rank": ranks})
    truth = pd.DataFrame({"user_id": 0, "item_id": [ord(item) for item in relevant]})
    asked = {"nDCG": metrics.NDCG(k, **setting)}
    if not setting:
        asked |= {"MAP": metrics.MAP(k), "recall": metrics.Recall(k)}
        asked |= {"precision": metrics.Precision(k)}
    return metrics.calc_metrics(asked, lists, truth)


def rectools_achievable(shown, relevant, k):
    return rectools(shown, relevant, k, divide_by_achievable=True)


def lenskit(shown, relevant, k):
    from lenskit.data import ItemList
    from lenskit.metrics import NDCG, Precision, Recall
    from lenskit.metrics.ranking import AveragePrecision

    one, truth = ItemList(shown, ordered=True), ItemList(relevant)
    kinds = {"nDCG": NDCG, "MAP": AveragePrecision}
    kinds |= {"precision": Precision, "recall": Recall}
    return {name: kind(n=k).measure_list(one, truth) for name, kind in kinds.items()}


def implicit(shown, relevant, k):
    from implicit.evaluation import ranking_metrics_at_k

    class Fixed:
        """A model that has only one list to give."""

        def recommend(self, users, *_, N=10, **__):
            ids = np.array([[ord(item) for item in shown[:N]]], dtype=np.int32)
            return ids, np.ones(ids.shape)

    places = np.zeros(len(relevant), int), [ord(item) for item in relevant]
    truth = sparse.csr_matrix((np.ones(len(relevant)), places), shape=(1, 128))
    empty = sparse.csr_matrix((1, 128))
    found = ranking_metrics_at_k(Fixed(), empty, truth, K=k, show_progress=False)
    return {"nDCG": found["ndcg"], "MAP": found["map"], "precision": found["precision"]}


def ranx(shown, relevant, k):
    from ranx import Qrels, Run, evaluate

    truth = Qrels({"u": dict.fromkeys(relevant, 1)})
    run = Run({"u": {item: 1.0 / place for place, item in enumerate(shown, 1)}})
    names = {"nDCG": "ndcg", "MAP": "map", "precision": "precision", "recall": "recall"}
    return {n: evaluate(truth, run, f"{theirs}@{k}") for n, theirs in names.items()}


def pytrec_eval(shown, relevant, k):
    from pytrec_eval import RelevanceEvaluator

    names = {"nDCG": "ndcg_cut", "MAP": "map_cut", "precision": "P", "recall": "recall"}
    truth = {"u": dict.fromkeys(relevant, 1)}
    judge = RelevanceEvaluator(truth, {f"{name}.{k}" for name in names.values()})
    run = {"u": {item: 1.0 / place for place, item in enumerate(shown, 1)}}
    found = judge.evaluate(run)["u"]
    return {ours: found[f"{theirs}_{k}"] for ours, theirs in names.items()}


def ir_measures(shown, relevant, k):
    import ir_measures as ir

    truth = [ir.Qrel("u", item, 1) for item in relevant]
    run = [ir.ScoredDoc("u", item, 1.0 / p) for p, item in enumerate(shown, 1)]
    kinds = {"nDCG": ir.nDCG @ k, "MAP": ir.AP @ k}
    kinds |= {"precision": ir.P @ k, "recall": ir.R @ k}
    found = ir.calc_aggregate(kinds.values(), truth, run)
    return {name: found[kind] for name, kind in kinds.items()}


def scores(shown, relevant):
    """What a library needs that knows scores alone: x has one, too, and comes last."""
    items = shown + ["x"] * ("x" in relevant) * (len(relevant) < 4)
    return np.arange(len(items), 0, -1), np.isin(items, relevant).astype(int)


def scikit_learn(shown, relevant, k):
    from sklearn.metrics import ndcg_score

    score, truth = scores(shown, relevant)
    return {"nDCG": ndcg_score(truth[None], score[None].astype(float), k=k)}


def torchmetrics(shown, relevant, k):
    import torch
    from torchmetrics.functional.retrieval import (
        retrieval_average_precision,
        retrieval_normalized_dcg,
    )

    score, truth = map(torch.tensor, scores(shown, relevant))
    found = {"nDCG": retrieval_normalized_dcg, "MAP": retrieval_average_precision}
    return {n: float(metric(score.float(), truth, k)) for n, metric in found.items()}


# label on the page: (package, function)
LIBRARIES = {
    "here": ("recommender-workbook", ours),
    "Spark": ("pyspark", spark),
    "RecTools": ("rectools", rectools),
    "RecTools, divide_by_achievable=True": ("rectools", rectools_achievable),
    "LensKit": ("lenskit", lenskit),
    "implicit": ("implicit", implicit),
    "ranx": ("ranx", ranx),
    "pytrec_eval": ("pytrec-eval-terrier", pytrec_eval),
    "ir-measures": ("ir-measures", ir_measures),
    "scikit-learn": ("scikit-learn", scikit_learn),
    "torchmetrics": ("torchmetrics", torchmetrics),
}


def on_the_page(library: str) -> dict[tuple[str, str], float]:
    """What the page says of a library: (measure, case) -> number."""
    said, case = {}, ""
    for measure in ("nDCG", "MAP"):
        for labels, _, *numbers in rows_below(f"## {measure}@k"):
            names = [
                label.split(" `")[0].split(" (")[0] for label in labels.split(" · ")
            ]
            if library in names and "knows no k" not in labels:
                pairs = zip(CASES, numbers, strict=True)
                said |= {(measure, case): float(n) for case, n in pairs}
    for what, number, _, labels in rows_below("## Precision, recall, hits"):
        measure = what.split("@")[0] or measure
        case = what.split(" of ")[-1] or case
        if library in [label.split(" `")[0] for label in labels.split(" · ")]:
            said.setdefault((measure, case), float(number))
    return said


def changed(library: str, judge) -> tuple[int, list[str]]:
    """How many numbers were compared, and what a library says otherwise."""
    said, lines, compared = on_the_page(library), [], 0
    for case, (shown, relevant, k) in CASES.items():
        try:
            found = judge(shown, relevant, k)
        except Exception as error:
            lines.append(f"{case}: {type(error).__name__}: {str(error)[:80]}")
            continue
        for measure, value in found.items():
            number = said.get((measure, case))
            compared += number is not None
            if number is not None and abs(number - value) > 5.1e-4:
                lines.append(f"{measure} of {case}: {value:.3f}, on the page {number}")
    return compared, lines


def main() -> None:
    warnings.simplefilter("ignore")
    for library, (package, judge) in LIBRARIES.items():
        if sys.argv[1:] and library.split(",")[0] not in sys.argv[1:]:
            continue
        version = ""
        with contextlib.suppress(metadata.PackageNotFoundError):
            version = metadata.version(package)
        if not version and library != "here":
            print(f"{library}: not installed, left out")
            continue
        compared, lines = changed(library, judge)
        state = "CHANGED" if lines else "as on the page"
        print(f"{library} ({version}): {compared} numbers, {state}")
        for line in lines:
            print(f"    {line}")


if __name__ == "__main__":
    main()
