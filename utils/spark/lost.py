"""What a cell has left: a sentence on a session that ended, and jobs that go on."""

import contextlib
import re
import sys
import time
import traceback
from typing import Any

# What a living session says of a table or a model of another one.
OLD = re.compile(
    "stopped SparkContext|SparkContext was shut down|Target Object ID does not exist"
    "|SparkContext.dagScheduler"
)


def explain_lost_sessions() -> None:
    """Have the notebook say what happened, and which cell to run; end jobs with a cell.

    Nothing of Spark is wrapped: IPython asks us about an error before it shows it.
    Outside of IPython this does nothing.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.set_custom_exc((Exception, KeyboardInterrupt), _show)


def _show(
    shell: Any, kind: type, error: BaseException, tb: Any, tb_offset: Any
) -> list:
    """What IPython calls with an error, in place of showing it."""
    told, interrupt = None, interrupt_in(error)
    if interrupt is not None:
        _end_jobs()
        kind, error, tb = type(interrupt), interrupt, interrupt.__traceback__
    else:
        told = sentence(error, shell.user_ns.get("In", []))
    if told is None:
        shell.showtraceback((kind, error, tb), tb_offset=tb_offset)
        return []
    shell._showtraceback(RuntimeError, told, [told])
    return [told]


def interrupt_in(error: BaseException | None) -> KeyboardInterrupt | None:
    """The interrupt that an error is, or that one of Py4J's comes from.

    PySpark tidies up on its way out of an interrupted call, and sometimes that fails.
    """
    while type(error).__module__ == "py4j.protocol":
        error = error.__context__
    return error if isinstance(error, KeyboardInterrupt) else None


def _end_jobs() -> None:
    """An interrupted cell waits no longer, and Spark would work on for it all the same.

    The next cell would wait. PySpark sees to it only outside of Jupyter.
    """
    from py4j.protocol import Py4JError
    from pyspark import SparkContext

    context = SparkContext._active_spark_context
    with contextlib.suppress(Py4JError, OSError, AttributeError):
        for _ in range(3):  # a fit may be between two of its jobs
            context.cancelAllJobs()
            time.sleep(0.05)


def sentence(error: Exception, cells: list[str]) -> str | None:
    """What to do about an error, if it comes from a session that has ended.

    Parameters
    ----------
    error : Exception
    cells : list of str
        What was run in this notebook, the oldest first.

    Returns
    -------
    str or None
        None if the error has nothing to do with that.
    """
    if isinstance(error, (TypeError, ValueError)) or not _of_spark(error):
        return None
    cause = _ended()
    if cause is None and OLD.search(str(error)):
        cause = "This belongs to a session of Spark's that has ended."
    if cause is None:
        return None
    starts = re.findall(r"^.*get_spark\(.*$", "\n".join(cells), re.MULTILINE)
    start = starts[-1].strip() if starts else "spark = get_spark()"
    return (
        f"{cause} Its tables and models are gone with it. Run the cell with\n"
        f"    {start}\nagain, and then those below it, down to this one "
        "(Run → Run All Above Selected Cell)."
    )


def _of_spark(error: Exception) -> bool:
    """Whether an error went through PySpark's own code."""
    frames = traceback.walk_tb(error.__traceback__)
    names = [frame.f_globals.get("__name__", "") for frame, _ in frames]
    return any(name.partition(".")[0] in ("pyspark", "py4j") for name in names)


def _ended() -> str | None:
    """Why there is no session, or None if one is alive."""
    from py4j.protocol import Py4JError
    from pyspark import SparkContext

    context = SparkContext._active_spark_context
    try:
        if context is not None and not context._jsc.sc().isStopped():
            return None
    except (Py4JError, OSError, AttributeError):
        return "Spark's Java has died: it was killed, or memory ran out."
    return "The session of Spark was stopped."
