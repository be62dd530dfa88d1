"""JupyterLab as `make lab` starts it, and that nothing is left when it ends."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import psutil
import pytest
from jupyter_client import BlockingKernelClient

from utils.data.download import cache_folder
from utils.files import ROOT
from workshop import notebooks

if os.name == "nt":
    pytest.skip("made of terminals and signals", allow_module_level=True)
import ctypes
import fcntl
import pty
import termios

ADOPT = 36  # PR_SET_CHILD_SUBREAPER of Linux's prctl


@pytest.fixture
def desktop():
    """Orphans become ours, as a desktop's become its own: they can't tell it then."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else lambda *_: None
    prctl(ADOPT, 1)
    yield
    prctl(ADOPT, 0)


def family_of(pid):
    return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]


def left_of(family, seconds=30):
    """What is alive after some seconds; it is killed then."""
    left = []
    for process in psutil.wait_procs(family, timeout=seconds)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            left.append(str(process.as_dict(["pid", "status", "cmdline"])))
            process.kill()
            process.wait()
    return left


class Window:
    """A terminal, and `make lab` in it, in a folder for work that was empty."""

    def __init__(self, home):
        self.keys, inside = pty.openpty()
        ours = {"WORKBOOK_WORK": str(home / "work"), "HOME": str(home)}
        ours |= {"WORKBOOK_CACHE": str(cache_folder()), "SPARK_MASTER": "local[1]"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workshop", "lab", "--no-browser"],
            cwd=ROOT,
            env={**os.environ, **ours},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(inside)
        self.said = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with contextlib.suppress(OSError):  # nobody is there any more
            while said := os.read(self.keys, 4096):
                self.said += said.decode(errors="replace")

    def wait_for(self, pattern, seconds=120):
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < end and self.process.poll() is None, self.said
            time.sleep(0.05)
        return found

    def press(self, keys):
        os.write(self.keys, keys)


def page(url, seconds=60):
    """A page of JupyterLab, which says its address before anybody answers there."""
    end = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(url)
        except urllib.error.URLError as error:
            refused = isinstance(error.reason, ConnectionRefusedError)
            if not refused or time.monotonic() > end:
                raise
            time.sleep(0.1)


def run_in_a_kernel(base, token, setup, value):
    """Run a cell in a kernel of that JupyterLab, which then stays; what a value is."""
    new = urllib.request.Request(f"{base}/api/kernels", data=b'{"name": "python3"}')
    new.add_header("Authorization", f"token {token}")
    kernel = json.load(urllib.request.urlopen(new))["id"]
    (file,) = {
        word
        for process in psutil.Process().children(recursive=True)
        for word in process.cmdline()
        if f"kernel-{kernel}.json" in word
    }
    client = BlockingKernelClient()
    client.load_connection_file(file)
    client.start_channels(iopub=False, hb=False)  # on a busy machine a heart stops
    try:
        client.execute(setup, user_expressions={"value": value})
        reply = client.get_shell_msg(timeout=120)["content"]
    finally:
        client.stop_channels()
    return reply["user_expressions"]["value"]["data"]["text/plain"]


def test_lab_opens_for_this_machine_only_and_leaves_nothing(tmp_path, desktop):
    window = Window(tmp_path)
    family = family_of(window.process.pid)
    try:
        pattern = r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w{40,})\s"
        url, base, token = window.wait_for(pattern).group(0, 1, 2)
        assert "00_start_here.ipynb" in url and "✔ data" in window.said
        assert page(url.strip()).status == 200
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{base}/api/contents")
        found = sorted(path.name for path in (tmp_path / "work").glob("*.ipynb"))
        assert found == [path.name for path in notebooks.originals()]
        cell = "from utils.spark import get_spark; spark = get_spark()"
        assert run_in_a_kernel(base, token, cell, "spark.version[0]") == "'4'"
        family = family_of(window.process.pid)
        assert {"java"} < {process.name() for process in family}
        listening = []
        for one in family:
            with contextlib.suppress(psutil.NoSuchProcess):  # some come and go
                listening += [
                    connection.laddr.ip.removeprefix("::ffff:")
                    for connection in one.net_connections(kind="inet")
                    if connection.status == psutil.CONN_LISTEN
                ]
        assert listening and set(listening) == {"127.0.0.1"}
        window.press(b"\x03")  # Ctrl+C
        window.wait_for(r"\(y/\[n\]\)")
        window.press(b"\x03")
        assert left_of(family) == [], window.said
    finally:
        left_of(family, 0)
        os.close(window.keys)


# In place of JupyterLab: what it does when it is told to end, with one kernel.
LAB = """
import json, os, signal, subprocess, sys
sleep = [sys.executable, "-c", "import time; time.sleep(1000)", "ipykernel_launcher"]
own = {**os.environ, "JPY_PARENT_PID": str(os.getpid())}
kernel = subprocess.Popen(sleep, env=own, start_new_session=True)
def stop(*_):
    kernel.kill()
    sys.exit()
signal.signal(signal.SIGTERM, stop)
print(json.dumps([os.getpid(), kernel.pid]), flush=True)
kernel.wait()
"""
START = """
from workshop import notebooks
notebooks.report = bool
notebooks.lab([])
"""
ENDS = {
    "make lab is killed": lambda launcher, _: os.kill(launcher, signal.SIGKILL),
    "the window is closed": lambda launcher, _: os.killpg(launcher, signal.SIGHUP),
    "JupyterLab is killed": lambda _, server: os.kill(server, signal.SIGKILL),
}


def test_nothing_is_left_of_any_other_end(tmp_path, desktop):
    (tmp_path / "jupyterlab").mkdir()
    (tmp_path / "jupyterlab" / "__init__.py").touch()
    (tmp_path / "jupyterlab" / "__main__.py").write_text(LAB)
    ours = {
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
        "WORKBOOK_WORK": str(tmp_path / "work"),
        "WORKBOOK_CACHE": str(tmp_path / "cache"),
    }
    launchers = []
    families = {}
    try:
        for _ in ENDS:
            launchers.append(
                subprocess.Popen(
                    [sys.executable, "-c", START],
                    cwd=ROOT,
                    env={**os.environ, **ours},
                    stdout=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                    preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
                )
            )
        for (name, end), launcher in zip(ENDS.items(), launchers):
            line = next(line for line in launcher.stdout if line.startswith("["))
            while len(family := family_of(launcher.pid)) < 4:  # one is the archive's
                time.sleep(0.05)
            families[name] = family
            end(launcher.pid, json.loads(line)[0])
        left = {name: left_of(family) for name, family in families.items()}
        assert not any(left.values()), left
    finally:
        left_of(psutil.Process().children(recursive=True), 0)
        for launcher in launchers:
            launcher.stdout.close()
