"""What Spark just did, in plain words, from the pages that it keeps about itself."""

import json
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pandas as pd

WORDS = {
    "jobs": "results that had to be computed",
    "stages": "parts of jobs, from one shuffle to the next",
    "skipped stages": "their result was there already",
    "tasks": "one for each partition in each stage",
    "shuffled MB": "handed from stages to the next ones",
    "task seconds": "the time of all tasks, added up",
    "seconds": "from the first start of a job to the last end",
}
_counted: dict[str, int] = {}  # application -> last job that was told of


def told(spark: Any, kind: str) -> list[dict] | None:
    """What Spark's own pages tell of a session.

    Parameters
    ----------
    spark : SparkSession
    kind : {"jobs", "stages"}

    Returns
    -------
    list of dict, or None
        As Spark's monitoring interface gives it; None if the session has no pages.
    """
    context = getattr(spark, "sparkContext", None)  # Spark Connect has none
    if context is None or context.uiWebUrl is None:
        return None
    # The pages hear of the end of a job a moment later than we do.
    context._jsc.sc().listenerBus().waitUntilEmpty()
    pages = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}"
    # Never through a proxy: the pages are on this machine, or in the cluster.
    opener = build_opener(ProxyHandler({}))
    with opener.open(f"{pages}/{kind}", timeout=300) as answer:
        return json.load(answer)


def _span(jobs: list[dict]) -> float:
    times = [
        pd.to_datetime(job[name].removesuffix("GMT"))
        for job in jobs
        for name in ("submissionTime", "completionTime")
        if name in job
    ]
    return (max(times) - min(times)).total_seconds() if times else 0.0


def count_work(jobs: list[dict], stages: list[dict]) -> dict[str, float]:
    """Add up what Spark's pages say of jobs and of their stages.

    Parameters
    ----------
    jobs, stages : list of dict
        As Spark's monitoring interface gives them; a stage that ran twice is there
        twice.

    Returns
    -------
    dict
        A number for each of the words in `WORDS`.

    Examples
    --------
    >>> job = {"stageIds": [0, 1], "numCompletedStages": 1, "numSkippedStages": 1,
    ...        "numCompletedTasks": 2, "submissionTime": "2026-01-01T10:00:00.500GMT",
    ...        "completionTime": "2026-01-01T10:00:02.000GMT"}
    >>> stage = {"stageId": 1, "shuffleWriteBytes": 3e6, "executorRunTime": 2500}
    >>> count_work([job], [stage])  # doctest: +NORMALIZE_WHITESPACE
    {'jobs': 1, 'stages': 1, 'skipped stages': 1, 'tasks': 2, 'shuffled MB': 3.0,
     'task seconds': 2.5, 'seconds': 1.5}
    """
    ids = {number for job in jobs for number in job["stageIds"]}
    ran = [stage for stage in stages if stage["stageId"] in ids]
    return {
        "jobs": len(jobs),
        "stages": sum(job["numCompletedStages"] for job in jobs),
        "skipped stages": sum(job["numSkippedStages"] for job in jobs),
        "tasks": sum(job["numCompletedTasks"] for job in jobs),
        "shuffled MB": sum(stage["shuffleWriteBytes"] for stage in ran) / 1e6,
        "task seconds": sum(stage["executorRunTime"] for stage in ran) / 1e3,
        "seconds": _span(jobs),
    }


def about(spark: Any) -> str:
    """Say in a line which Spark a session has, where it works, and its own pages.

    Parameters
    ----------
    spark : SparkSession

    Returns
    -------
    str
    """
    context = getattr(spark, "sparkContext", None)
    if context is None:
        return f"Spark {spark.version} through Spark Connect, which has no pages"
    return f"Spark {spark.version} on {context.master}, {context.uiWebUrl}"


def what_spark_did(spark: Any, since_last: bool = True) -> pd.DataFrame:
    """Tell in plain words what Spark did since you last asked.

    Parameters
    ----------
    spark : SparkSession
    since_last : bool
        False counts the whole session, as far as Spark remembers: 1,000 jobs and
        1,000 stages.

    Returns
    -------
    DataFrame indexed by what was counted, with the columns number, meaning
        Empty, with a sentence printed, where Spark has no pages: with Spark Connect,
        or with ``spark.ui.enabled=false``.
    """
    jobs = told(spark, "jobs")
    if jobs is None:
        print(
            "Spark keeps no pages about this session, so nothing can be told: it has "
            "none with Spark Connect, or with spark.ui.enabled=false."
        )
        return pd.DataFrame({"number": [], "meaning": []})
    application = spark.sparkContext.applicationId
    last = _counted.get(application, -1) if since_last else -1
    _counted[application] = max((job["jobId"] for job in jobs), default=-1)
    new = [job for job in jobs if job["jobId"] > last]
    work = count_work(new, told(spark, "stages"))
    table = pd.DataFrame({"number": work, "meaning": WORDS})
    table["number"] = [
        f"{n:,.1f}" if isinstance(n, float) else f"{n:,}" for n in work.values()
    ]
    return table
