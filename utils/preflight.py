"""Is this machine ready? ``python -m utils.preflight``, or `preflight`."""

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable

from utils.machine import packages

try:
    packages.import_first()
except packages.BrokenPackage as error:  # nothing below could be imported
    if __name__ != "__main__":
        raise
    print(f"Not ready: {error}")
    sys.exit(1)

import pandas as pd
from pandas.io.formats.style import Styler

from utils.data import DATA, load_ratings
from utils.files import ROOT, work_folder
from utils.machine import gigabytes, machine_line, remedy
from utils.spark import find_java, get_spark, warmup

LEAST_TEMPORARY = 0.5  # GiB
LEAST_MEMORY = 1.5  # GiB free: JupyterLab, a kernel, and Spark's gigabyte


def _python() -> str:
    found = ".".join(map(str, sys.version_info[:3]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise RuntimeError(
            f"found Python {found}, expected 3.11, 3.12 or 3.13: {remedy('python')}"
        )
    return f"Python {found}"


def compile_loops() -> None:
    """Call whatever is compiled, on a tiny matrix, with every kind of number.

    What was compiled before, and has not changed since, is only read.

    Raises
    ------
    RuntimeError
        If nothing can be kept; each session compiles what it needs then.
    """
    # Imported here, so that a package that is missing is a line of the table.
    import numpy as np
    from scipy import sparse

    from utils.als import als, als_implicit
    from utils.cores import NOT_KEPT, notice
    from utils.knn import predict_item_item, predict_user_user
    from utils.similarity import cosine, jaccard, nearest, pearson, support

    if NOT_KEPT:
        raise RuntimeError(notice())
    X = sparse.csr_array(np.array([[4.0, 2, 0], [3, 0, 1], [0, 5, 2]]))
    for dtype in (np.float64, np.float32):
        als(X, rank=2, max_iter=1, dtype=dtype)
        als_implicit(X, rank=2, max_iter=1, dtype=dtype)
    support(X)
    for n in (None, 2):
        alike = [jaccard(X, n), pearson(X, n_neighbors=n)]
        alike += [cosine(X, co_rated, n_neighbors=n) for co_rated in (True, False)]
        for S in alike:
            for predict in (predict_user_user, predict_item_item):
                for cells in (None, (np.array([0, 2]), np.array([2, 0]))):
                    predict(X, S, n_neighbors=2, cells=cells)
    nearest(alike[-1].toarray(), 2)


def _loops() -> str:
    from utils.cores import COMPILED

    before = len(COMPILED)
    compile_loops()
    return "compiled just now, and kept" if len(COMPILED) > before else "compiled"


def _java() -> str:
    java = find_java()
    return f"Java {java.version} from {java.source}"


def _data() -> str:
    for line in (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        wanted, name = line.split()
        path = DATA / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
        if found != wanted:
            way = f"git checkout -- data/{name}"
            if not (ROOT / ".git").exists():
                way = "unpack the zip of the workbook once more"
            raise RuntimeError(f"data/{name} is missing or was changed: {way}")
    return f"MovieLens small, {len(load_ratings()):,} ratings"


def _work() -> str:
    try:
        folder = work_folder()
        probe = folder / ".probe"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise RuntimeError(
            f"your work can't be written ({error}): {remedy('folder')}"
        ) from None
    free = shutil.disk_usage(folder).free / 2**30
    if free < 1:
        raise RuntimeError(
            f"only {free:.1f} GiB are free on this disk: make room for 1"
        )
    return f"can be written, {free:.0f} GiB free"


def _hidden() -> str:
    """A module of one's own named utils, beside the notebooks, hides the workbook's."""
    for folder in {work_folder(), ROOT / "notebooks"}:
        for path in (folder / "utils.py", folder / "utils"):
            if path.exists():
                raise RuntimeError(
                    f"{path} hides the workbook's own package utils from the notebooks "
                    "beside it: give it another name, and restart the kernel"
                )
    return "nothing hides the workbook's own"


def _temporary() -> str:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free / 2**30
    if free < LEAST_TEMPORARY:
        raise RuntimeError(
            f"only {free:.1f} GiB are free in {folder}, where Spark keeps what it "
            f"shuffles, expected {LEAST_TEMPORARY}: make room, or {remedy('temporary')}"
        )
    return f"{folder}, {free:.0f} GiB free"


def _memory() -> str:
    whole, free = gigabytes()
    if free < LEAST_MEMORY:
        raise RuntimeError(
            f"only {free:.1f} of {whole:.0f} GiB are free, expected {LEAST_MEMORY} or "
            f"more: {remedy('memory')}"
        )
    return f"{free:.0f} of {whole:.0f} GiB are free"


def _spark() -> str:
    find_java()  # without one its own message says what to do
    spark = get_spark()
    return f"Spark {spark.version} counts to {spark.range(1000).count()}"


def look(spark: bool = False) -> pd.DataFrame:
    """Look whether this machine can run the workbook.

    Parameters
    ----------
    spark : bool
        Also start Spark and run a first job, which takes some seconds.

    Returns
    -------
    DataFrame with the columns check, state ("ready", "not ready"), found
        Where something is not ready, ``found`` says what to do.
    """
    checks: dict[str, Callable[[], str]] = {
        "Python": _python,
        "packages": packages.as_wanted,
        "compiled loops": _loops,
        "Java": _java,
        "data": _data,
        "folder for your work": _work,
        "modules of yours": _hidden,
        "temporary files": _temporary,
        "memory": _memory,
    }
    if spark:
        checks["Spark"] = _spark
    rows = []
    for name, one_check in checks.items():
        try:
            rows.append((name, "ready", one_check()))
        except Exception as error:  # whatever is wrong belongs into the table
            rows.append((name, "not ready", f"{error}"))
    return pd.DataFrame(rows, columns=["check", "state", "found"])


def preflight(spark: bool = False) -> Styler:
    """Show what `look` finds as a table, with whole sentences, for a notebook."""
    whole = {"text-align": "left", "white-space": "pre-wrap"}
    heads = [{"selector": "th", "props": [("text-align", "left")]}]
    table = look(spark).style.hide(axis="index").set_properties(**whole)
    return table.set_table_styles(heads)


def report(spark: bool = False) -> bool:
    """Print what `look` finds, a line each, and a line for the instructor.

    Returns
    -------
    bool
        Whether all is ready.
    """
    table = look(spark)
    for row in table.itertuples():
        print(f"{'✔' if row.state == 'ready' else '✘'} {row.check}: {row.found}")
    print(f"For your instructor, nothing personal in it: {machine_line(table)}")
    return bool((table["state"] == "ready").all())


def main() -> int:
    parser = argparse.ArgumentParser(description="Is this machine ready?")
    sys.stdout.reconfigure(encoding="utf-8")  # a Windows pipe knows no ✔
    parser.add_argument("--spark", action="store_true", help="also start Spark once")
    parser.add_argument(
        "--compile", action="store_true", help="compile the loops, and look no further"
    )
    arguments = parser.parse_args()
    if arguments.compile:
        print(f"Loops of the workbook: {_loops()}.")
        return 0
    if arguments.spark:
        warmup.in_passing()
    ready = report(arguments.spark)
    print("Ready." if ready else "Not ready: see the lines with ✘.")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
