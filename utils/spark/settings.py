"""What Spark and its JVM are told: for a laptop, or for a cluster."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from utils.machine import memory
from utils.spark import guard
from utils.spark.archive import java_options, launcher_options
from utils.spark.java import Java, home_for_spark

STACK = "-Xss4m"  # ALS has a deep lineage, on executors too
# Of a JVM on this machine, whose work with Spark is short. Garbage is collected in the
# way that takes the least time in all, not the shortest pauses; and not because Spark's
# classes fill the room that a JVM expects for them. A method is compiled well (tier 4)
# when it has run thirty times as often as usual: most lessons end before it is worth
# while, and long fits still get it. Compiling quickly and no more would make a sweep
# over a million ratings five times as slow; see benchmarks/spark.py and scaling.py.
JVM = [
    STACK,
    "-XX:+UseParallelGC",
    "-XX:Tier4InvocationThreshold=150000",
    "-XX:Tier4MinInvocationThreshold=18000",
    "-XX:Tier4CompileThreshold=450000",
    "-XX:Tier4BackEdgeThreshold=1200000",
    "-XX:MetaspaceSize=256m",
]


def driver_memory() -> str:
    """A third of the memory, 1 to 8 GiB, as Spark writes it."""
    return f"{min(max(memory()[0] // 3, 2**30), 2**33) // 2**20}m"


def on_loopback(master: str) -> bool:
    """Whether a master is on this machine."""
    return master.startswith(("local", "spark://127.0.0.1:", "spark://localhost:"))


def settings_for(master: str, folder: Path, java: Java) -> dict[str, str]:
    """Spark's settings for a laptop; a real cluster keeps its addresses and folders."""
    jvm = JVM if on_loopback(master) else [STACK]
    # An executor on this machine has the class path of its driver, and so its archive.
    with_archive = [*jvm, *java_options(java)]
    workers = with_archive if on_loopback(master) else jvm
    wanted = {
        **guard.settings(folder),
        "spark.master": master,
        "spark.driver.memory": driver_memory(),
        "spark.driver.extraJavaOptions": " ".join(
            [*with_archive, *guard.jvm_options(folder)]
        ),
        "spark.executor.extraJavaOptions": " ".join(workers),
        "spark.log.level": "ERROR",
        # What a lesson fetches is a few rows: without Arrow they come as plain objects.
        "spark.sql.execution.arrow.pyspark.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        # A machine that slept is not lost. After two minutes without a heartbeat Spark
        # may give its executor up; each later one fails then, and the 60th failure
        # ends the JVM, ten minutes after somebody came back: see findings/.
        wanted["spark.storage.blockManagerHeartbeatTimeoutMs"] = str(24 * 3600 * 1000)
    if on_loopback(master):
        # Nothing may listen on the workshop's network; see also SPARK_LOCAL_IP.
        wanted["spark.driver.bindAddress"] = "127.0.0.1"
        wanted["spark.driver.host"] = "127.0.0.1"
        wanted["spark.local.dir"] = str(folder / "local")
        wanted["spark.sql.warehouse.dir"] = (folder / "warehouse").as_uri()
        wanted["spark.sql.shuffle.partitions"] = str(max(2, os.cpu_count() or 2))
    return wanted


@contextmanager
def environment(java: Java, master: str, folder: Path) -> Iterator[None]:
    """What Spark's launcher reads from the environment, for as long as it starts."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    own = str(Path(find_spec("pyspark").origin).parent)
    other = os.environ.get("SPARK_HOME")
    if other and Path(other).resolve() != Path(own).resolve():
        print(f"SPARK_HOME={other} passed over: using pyspark {version('pyspark')}.")
    passed_over = ["PYSPARK_SUBMIT_ARGS"]
    if master.startswith("local"):  # a cluster's settings come this way
        passed_over += guard.THEIRS
    for name in filter(os.environ.get, passed_over):
        print(f"{name}={os.environ[name]} passed over: it would change Spark.")
    wanted = {
        **guard.for_jvm(os.environ),
        **dict.fromkeys(passed_over),
        "JAVA_HOME": str(home_for_spark(java, folder)),
        "SPARK_HOME": own,
        "SPARK_LAUNCHER_OPTS": " ".join(launcher_options(java)),
        "SPARK_REMOTE": None,  # a master was chosen
    }
    if on_loopback(master):  # the pages and the block manager bind to this
        wanted["SPARK_LOCAL_IP"] = "127.0.0.1"
    before = {name: os.environ.get(name) for name in wanted}
    _set_environment(wanted)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
