"""A Spark cluster on this machine: a master and its workers, on loopback only.

``make cluster`` keeps one until Ctrl+C; ``python -m utils.spark cluster --connect``
puts a Spark Connect server before it. Both are Spark's own programs, as pip brings
them; what a cluster of many machines needs besides is in docs/cluster.md.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from utils.spark.programs import HERE, programs, refuse_taken, said
from utils.spark.settings import JVM, driver_memory

EXECUTOR_MEMORY = "1g"  # what get_spark asks of a worker on this machine
PORT, CONNECT_PORT = 7077, 15002  # what Spark's own documents take
# A master and a worker do little themselves. Spark's Connect server, which works as a
# driver does, would obey these, too, and more than its own settings.
SMALL = {
    "SPARK_DAEMON_MEMORY": "512m",
    "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
SIGNALS = [
    getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)
]


class Cluster(NamedTuple):
    """A cluster that runs.

    Attributes
    ----------
    master : str
        Its address, as SPARK_MASTER takes it.
    workers : list of Popen
        The workers' processes; the executors are children of theirs.
    page : str
        Address of the master's own page.
    """

    master: str
    workers: list[subprocess.Popen]
    page: str


@contextmanager
def cluster(
    workers: int = 2, cores: int = 1, memory: str = EXECUTOR_MEMORY, port: int = 0
) -> Iterator[Cluster]:
    """Start a master and workers on this machine, and end them afterwards.

    Parameters
    ----------
    workers : int
        One or more.
    cores : int
        Of each worker.
    memory : str
        Of each worker, as Spark writes it; what runs there may ask for all of it.
    port : int
        Of the master; 0 takes any that is free.

    Yields
    ------
    Cluster

    Raises
    ------
    ValueError
        If there is no worker.
    RuntimeError
        On Windows, without a Java, if the port is taken, or if a program ends at once.
    """
    if workers < 1:
        raise ValueError(f"found workers={workers}, expected 1 or more")
    refuse_taken(port)
    with programs() as (folder, start):
        place = ["--host", HERE, "--webui-port", "0"]
        kind = "org.apache.spark.deploy.master.Master"
        master = start("master", kind, *place, "--port", str(port), **SMALL)
        address = said(master, r"Starting Spark master at (spark://\S+)")
        page = said(master, r"MasterWebUI.* started at (http://\S+)")
        kind = "org.apache.spark.deploy.worker.Worker"
        place += ["--cores", str(cores), "--memory", memory]
        started = []
        for number in range(workers):
            own = ["--work-dir", str(folder / f"work-{number}"), address]
            worker = start(f"worker-{number}", kind, *place, *own, **SMALL)
            started.append(worker.process)
        said(master, r"Registering worker", times=workers)
        yield Cluster(address, started, page)


@contextmanager
def connect_server(
    master: str = "local[2]", port: int = 0, memory: str = EXECUTOR_MEMORY
) -> Iterator[str]:
    """Start a Spark Connect server on this machine, and end it afterwards.

    Parameters
    ----------
    master : str
        Where its work is done: here, or on a `Cluster`.
    port : int
        0 takes any that is free.
    memory : str
        Of an executor on each worker of a `Cluster`, as Spark writes it.

    Yields
    ------
    str
        Its address, as SPARK_REMOTE takes it.
    """
    refuse_taken(port, "--connect-port")
    with programs() as (folder, start):
        settings = {
            "spark.connect.grpc.binding.address": HERE,
            "spark.connect.grpc.binding.port": port,
            "spark.driver.host": HERE,
            "spark.driver.bindAddress": HERE,
            "spark.driver.memory": driver_memory(),
            "spark.driver.extraJavaOptions": " ".join(JVM),
            "spark.executor.extraJavaOptions": " ".join(JVM),
            "spark.executor.memory": memory,
            "spark.checkpoint.dir": (folder / "checkpoints").as_uri(),
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
            "spark.sql.shuffle.partitions": max(2, os.cpu_count() or 2),
            "spark.ui.enabled": "false",
        }
        given = [f"{name}={value}" for name, value in settings.items()]
        given = [part for pair in given for part in ("--conf", pair)]
        submit = "org.apache.spark.deploy.SparkSubmit"
        kind = "org.apache.spark.sql.connect.service.SparkConnectServer"
        options = ["--master", master, *given, "--class", kind, "spark-internal"]
        server = start("Connect server", submit, *options)
        pattern = r"Spark Connect server started at: \S*?:(\d+)"
        yield f"sc://{HERE}:{said(server, pattern)}"


def _leave(*_: object) -> None:
    """End in order at the first signal; later ones do not disturb that."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def _wait(here: Cluster, parent: int) -> None:
    """Wait for our parent to go; a signal ends it, too. Tell of workers that end."""
    alive = here.workers
    while os.getppid() == parent:
        left = [worker for worker in alive if worker.poll() is None]
        if len(left) < len(alive):
            print(f"A worker has ended; {len(left)} are left.", flush=True)
        alive = left
        time.sleep(0.5)


def _say(here: Cluster, memory: str, remote: str | None) -> None:
    more = "" if memory == EXECUTOR_MEMORY else f" SPARK_EXECUTOR_MEMORY={memory}"
    line = f"SPARK_REMOTE={remote}" if remote else f"SPARK_MASTER={here.master}{more}"
    ids = ", ".join(str(worker.pid) for worker in here.workers)
    one = len(here.workers) == 1
    print(
        f"{'1 worker waits' if one else f'{len(here.workers)} workers wait'} "
        f"({'process' if one else 'processes'} {ids}); "
        f"the master's page is {here.page}\n"
        f"In another terminal:\n\n  {line} make lab\n\n"
        "A notebook takes all workers until it stops its session: open one at a time.\n"
        "Ctrl+C here ends the cluster.",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Keep a cluster until Ctrl+C."""
    parser = argparse.ArgumentParser(
        prog="cluster", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cores", type=int, default=1, help="of each worker")
    parser.add_argument("--memory", default=EXECUTOR_MEMORY, help="of each worker")
    parser.add_argument("--port", type=int, default=PORT, help="0: any that is free")
    parser.add_argument("--connect", action="store_true", help="Spark Connect, too")
    words = f"{CONNECT_PORT} if not given, or any that is free with --port 0"
    parser.add_argument("--connect-port", type=int, help=words)
    wanted, parent = (
        parser.parse_args(arguments),
        os.getppid(),
    )  # it may go while we start
    for number in SIGNALS:
        signal.signal(number, _leave)
    print("Starting a master and its workers ...", flush=True)
    try:
        with contextlib.ExitStack() as stack:
            size = wanted.workers, wanted.cores, wanted.memory, wanted.port
            here, remote = stack.enter_context(cluster(*size)), None
            if wanted.connect:
                port = wanted.connect_port
                if port is None:
                    port = CONNECT_PORT if wanted.port else 0
                server = connect_server(here.master, port, wanted.memory)
                remote = stack.enter_context(server)
            _say(here, wanted.memory, remote)
            _wait(here, parent)
    except (RuntimeError, ValueError) as error:
        print(error)
        return 1
    return 0
