"""JupyterLab, for as long as the process that has started it is there.

``python -m workshop.server PARENT``, then JupyterLab's own arguments. When a window is
closed or `make lab` is killed, nobody tells JupyterLab: it would go on, and with it its
kernels and their JVMs.
"""

import contextlib
import os
import runpy
import signal
import sys
import threading
import time

import psutil


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)  # JupyterLab stops its kernels, and ends


def end_kernels(server: int) -> None:
    """End the kernels of a server that is gone, if it was killed.

    A kernel sees that process 1 has become its parent. On a desktop an orphan gets
    another one, and stays.

    Parameters
    ----------
    server : int
        The number of its process.
    """
    if os.name == "nt":  # there it waits for the server's end
        return
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            kernel = "ipykernel_launcher" in process.cmdline()
            if kernel and process.environ().get("JPY_PARENT_PID") == str(server):
                process.kill()


if __name__ == "__main__":
    parent = int(sys.argv.pop(1))
    if os.name != "nt":  # there a process keeps its parent's number
        # A window that closes tells everybody in it, and nobody would stop the kernels.
        # It is not ignored, since kernels would then ignore it, too.
        signal.signal(signal.SIGHUP, lambda *_: None)
        threading.Thread(target=_watch, args=[parent], daemon=True).start()
    runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)
