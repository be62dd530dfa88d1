"""Notebook 05 through Spark Connect, as far as that goes."""

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack

import psutil
import pytest

from utils.files import ROOT
from utils.spark import get_spark, guard
from utils.spark.cluster import connect_server
from utils.spark.settings import JVM, driver_memory
from workshop.notebooks import NOTEBOOKS, read

pytest.importorskip("grpc", reason="the extra named connect is not installed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no server on Windows")

# The way from a file to recommendations, without the long searches.
CELLS = [
    "session",
    "read-without-schema",
    "typed-code",
    "schema-trap-code",
    "lazy-plan",
    "split-code",
    "fit-settings",
    "fit-code",
    "fit-did-table",
    "predict-nan",
    "honest-compare",
    "recommend-some",
    "save-code",
    "string-ids-code",
]
RUN = """
import ast, contextlib, io, json, sys
from workshop.notebooks import NOTEBOOKS, read

cells = {cell.id: cell.source for cell in read(NOTEBOOKS / "05_spark_als.ipynb").cells}
names, values = {}, {}
for name in sys.argv[1:]:
    *first, last = ast.parse(cells[name]).body
    if not isinstance(last, ast.Expr):
        first, last = [*first, last], ast.parse("None").body[0]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(ast.Module(first, []), name, "exec"), names)
        value = eval(compile(ast.Expression(last.value), name, "eval"), names)
    values[name] = said.getvalue() + ("" if value is None else str(value))
names["spark"].conf.set(LIMIT, "1000")
try:
    names["als"].fit(names["train"], {names["als"].maxIter: 10_000})
except Exception as error:
    values["too large"] = str(error)
print(json.dumps(values))
"""
# docs/spark-4.md: so large may a model be, by an estimate before the fit.
LIMIT = "spark.connect.session.connectML.mlCache.memoryControl.maxModelSize"

# Nobody answers there: what went through it would wait for ever.
PROXY = dict.fromkeys(["grpc_proxy", "http_proxy", "https_proxy"], "http://127.0.0.1:9")


def stored(cell):
    """What a cell said and gave when the notebook was executed on this machine."""
    return "".join(o.get("text") or o.data["text/plain"] for o in cell.outputs)


@pytest.mark.parametrize("greeting", [b"", b"\0\0\0\4\0\0\0\0\0"])
def test_what_never_answers_is_no_server_of_spark_connect(monkeypatch, greeting):
    """Silence, or the first frame of HTTP/2 and then silence."""
    monkeypatch.setattr(guard, "GREETING", 0.3)
    monkeypatch.setenv(guard.NO_PROXY, "")
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as callers:

        def answer():
            caller = callers.enter_context(server.accept()[0])
            caller.sendall(greeting)

        threading.Thread(target=answer, daemon=True).start()  # to whoever looks first
        threading.Thread(target=answer, daemon=True).start()
        url = f"sc://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("SPARK_REMOTE", url)
        with pytest.raises(RuntimeError, match="no Spark Connect server") as caught:
            get_spark()
    assert "not a word in 0 seconds" in str(caught.value)
    assert f"at {url}" in str(caught.value) and "unset SPARK_REMOTE" in str(
        caught.value
    )


def test_05_by_connect_gives_the_same_numbers():
    cells = {cell.id: cell for cell in read(NOTEBOOKS / "05_spark_als.ipynb").cells}
    with connect_server() as address:
        own = psutil.Process().children()
        (server,) = [p for p in own if "SparkConnectServer" in " ".join(p.cmdline())]
        options = server.cmdline()
        done = subprocess.run(
            [sys.executable, "-c", f"LIMIT = {LIMIT!r}{RUN}", *CELLS],
            cwd=ROOT,
            env={**os.environ, **PROXY, "SPARK_REMOTE": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    # It works as a driver does, not as a master that waits.
    assert f"-Xmx{driver_memory()}" in options
    assert {*JVM} <= {*options} and "-XX:+UseSerialGC" not in options
    values = json.loads(done.stdout.splitlines()[-1])
    assert "through Spark Connect" in values["session"]
    assert "nothing can be told" in values["fit-did-table"]  # and no exception
    same_numbers = ["schema-trap-code", "split-code", "predict-nan", "honest-compare"]
    for same in [*same_numbers, "save-code"]:
        assert values[same] == stored(cells[same])
    assert "MODEL_SIZE_OVERFLOW" in values["too large"]  # and at once, whatever maxIter
    assert LIMIT in (ROOT / "docs" / "spark-4.md").read_text(encoding="utf-8")
