#!/usr/bin/env bash
# A local Spark that slept too long works on, and dies of it minutes later.
#
# Versions: PySpark 4.3.0; needs Java 17 or 21.
# Expected: local mode has one executor, in the driver's own JVM; one missed heartbeat
#   more or less means nothing there, and nothing is removed.
# Seen: the driver gives its executor up (120 s by default, 2 s here). Jobs go on, but
#   each later heartbeat is told to register anew, fails, and the 60th failure ends the
#   JVM: ten minutes after the lid was opened, by default; half a minute here. It
#   depends on who wakes up first, the check (here ten times as often) or the heartbeat.
#   With spark.storage.blockManagerHeartbeatTimeoutMs at a day it lives.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pyspark==4.3.0
cd "$work"

export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
cat > slept.py <<'PY'
import os
import signal
import sys
import time

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", False)
    .config("spark.executor.heartbeatInterval", "500ms")
    .config("spark.network.timeoutInterval", "50ms")
    .config("spark.storage.blockManagerHeartbeatTimeoutMs", sys.argv[1])
    .getOrCreate()
)
java = spark.sparkContext._gateway.proc  # bin/spark-submit becomes the JVM
for _ in range(3):
    time.sleep(3)
    os.kill(java.pid, signal.SIGSTOP)
    time.sleep(4)
    os.kill(java.pid, signal.SIGCONT)
works = spark.range(7).count() == 7
for _ in range(160):
    time.sleep(0.5)
    if java.poll() is not None:
        break
print("works on," if works else "broken,", "dead" if java.poll() else "alive")
os._exit(java.poll() is None and java.kill() or 0)
PY
echo "PySpark 4.3.0, three sleeps of 4 seconds"
echo "expected: works on, alive"
for limit in 2s 1d; do
    found=$("$work/venv/bin/python" slept.py "$limit" 2>spark.log || true)
    echo "seen: limit of $limit: $found"
    [ "$limit" = 2s ] && wanted=dead || wanted=alive
    [ "$found" = "works on, $wanted" ] || { echo "This has changed." >&2; exit 1; }
done
