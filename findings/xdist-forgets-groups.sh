#!/usr/bin/env bash
# pytest-xdist: tests of one group run in two processes, and nobody says so.
#
# Versions: pytest 9.2.0 with pytest-xdist 3.8.0, the newest of both (all is well with
#   pytest 9.1.0).
# Expected: with --dist=loadgroup, all tests that carry one xdist_group run in the same
#   process: they share a server, a port, a session-wide fixture.
# Seen: they run in both. xdist hangs the group's name on a private attribute of each
#   test, from which pytest no longer makes the test's id. No warning, all tests pass.
#   --dist=loadfile and loadscope are not concerned: they read the path in the id.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pytest==9.2.0 pytest-xdist==3.8.0
cd "$work"

cat > test_group.py <<'PY'
import os
import time
from pathlib import Path

import pytest


@pytest.mark.xdist_group("one server")
@pytest.mark.parametrize("n", range(8))
def test_in_the_group(n):
    time.sleep(0.1)  # so that both processes have time to take one
    Path(f"{os.environ['PYTEST_XDIST_WORKER']}.seen").touch()
PY

run() {
    rm -f ./*.seen
    venv/bin/python -m pytest -q -p no:cacheprovider -n 2 --dist="$1" > log
    find . -maxdepth 1 -name "*.seen" | wc -l
}

venv/bin/python -m pytest --version
echo "expected: 1 process has run the group"
groups=$(run loadgroup)
files=$(run loadfile)
echo "seen: $groups with --dist=loadgroup, $files with --dist=loadfile"
tail -n 1 log
if [ "$groups" != 2 ] || [ "$files" != 1 ]; then
    echo "This has changed."
    exit 1
fi
