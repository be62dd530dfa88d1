"""What a wait for Numba says, where its work is kept, and threads that stay few."""

import os
import subprocess
import sys

import numpy as np
import pytest

from utils.cores import equal_shares, map_on_cores
from utils.files import ROOT

TOY = """\
from utils.cores import compiled

@compiled
def double(x):
    return x + x

@compiled(reorder=True)
def total(x):
    found = 0.0
    for number in x:
        found += number
    return found
"""
CALL = """\
import sys
import numpy as np
import utils

utils.__path__.append(sys.argv[1])
from utils import toy
print(toy.double(2), toy.total(np.ones(9)))
"""


NOTICE = (
    "Compiling the loops of this workbook: half a minute (up to two if busy), once.\n"
)


@pytest.fixture
def toy(tmp_path):
    """A room with two loops, in a folder of its own, and a way to call them."""
    (tmp_path / "room").mkdir()
    path = tmp_path / "room" / "toy.py"
    path.write_text(TOY)

    def start():
        # A home in which nothing can be made, for root neither.
        home = {"HOME": os.devnull, "XDG_CACHE_HOME": os.devnull}
        environment = {**os.environ, **home, "PYTHONPATH": str(ROOT)}
        environment.pop("NUMBA_CACHE_DIR", None)
        return subprocess.Popen(
            [sys.executable, "-c", CALL, str(path.parent)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def test_compiling_is_said_once_and_kept_also_where_two_do_it_at_once(toy):
    for process in [toy(), toy()]:
        out, err = process.communicate()
        assert process.returncode == 0 and not err, err
        assert out in ("4 9.0\n", f"{NOTICE}4 9.0\n")
    assert toy().communicate() == ("4 9.0\n", "")


def test_where_nothing_can_be_kept_it_works_and_says_what_to_do(toy, tmp_path):
    (tmp_path / "room" / "__pycache__").write_text("in the way")
    for _ in range(2):
        out, err = toy().communicate()
        said, _, answer = out.partition("\n")
        assert answer == "4 9.0\n" and not err
        assert "in each session, since neither" in said
        assert said.endswith("Let NUMBA_CACHE_DIR name a folder that can.")


def test_each_worker_has_one_thread_of_every_blas():
    # Compiled loops call SciPy's BLAS, which is not NumPy's.
    script = """\
from threadpoolctl import threadpool_info
from utils.cores import map_on_cores

def threads(_):
    return [i["num_threads"] for i in threadpool_info() if i["user_api"] == "blas"]

print(map_on_cores(threads, [1, 2])[0])
"""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout in ("[1, 1]\n", "[1]\n")


def test_shares_are_all_rows_in_order_and_about_equal():
    work = np.random.default_rng(0).geometric(0.01, 1000)
    shares = equal_shares(work, 8)
    assert np.array_equal(np.concatenate([np.r_[s] for s in shares]), np.arange(1000))
    of_each = np.array([work[s].sum() for s in shares])
    assert np.abs(of_each - work.sum() / 8).max() <= work.max()
    assert (
        equal_shares(np.array([]), 3) == [] or len(equal_shares(np.array([]), 3)) == 1
    )


def test_results_come_in_the_order_of_the_items():
    assert map_on_cores(lambda x: x * x, range(50)) == [x * x for x in range(50)]
