#!/usr/bin/env bash
# With CI in the environment, Hypothesis tries the same examples at every run.
#
# Versions: Hypothesis 6.170.15, pytest 9.2.0.
# Expected: a hundred new random examples at each run, on a CI machine as at home: so
#   a nightly run looks further.
# Seen: new ones at home; where the variable CI exists, even empty, the same hundred
#   for ever (a profile named ci is loaded, with derandomize=True and no data base). A
#   green CI for a year has seen one hundred examples.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    hypothesis==6.170.15 pytest==9.2.0
cd "$work"

cat > test_seen.py <<'PY'
from hypothesis import given
from hypothesis import strategies as st

seen = []


@given(st.integers(0, 10**9))
def test_property(number):
    seen.append(number)


def test_tell():
    print("examples", len(seen), "sum", sum(seen))
PY
run() {
    rm -rf .hypothesis
    env -u CI "$@" "$work/venv/bin/pytest" -q -s -p no:cacheprovider test_seen.py |
        grep -o "examples.*"
}
echo "Hypothesis 6.170.15, each time with an empty data base"
echo "expected: four runs, four sums"
home1=$(run env) home2=$(run env) ci1=$(run CI=true) ci2=$(run CI=)
echo "seen at home:  $home1 | $home2"
echo "seen on CI:    $ci1 | with CI set, but empty: $ci2"
[[ $home1 != "$home2" && $ci1 == "$ci2" ]] || { echo "This has changed." >&2; exit 1; }
