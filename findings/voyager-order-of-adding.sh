#!/usr/bin/env bash
# Voyager finds 4 or 72 of the 100 best movies: it depends on which are added first.
#
# Versions: Voyager 2.2.3, NumPy 2.4.6.
# Expected: the ten best dot products of a user's vector are found about as often
#   whatever the order of adding; it moves a few per cent (in hnswlib 0.8.0, on which
#   Voyager is built, tried by hand: 76, 79 and 78 %).
# Seen: 4 % in a random order, 72 % with the short vectors first, 64 % with the long
#   ones first. Voyager lengthens each vector by one number, so that it is as long as
#   the longest yet; those that came before a longer one keep theirs. A wider search
#   (query_ef=200) makes 37 % of the 4. Sort by length before you add.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    voyager==2.2.3 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
from importlib.metadata import version

import numpy as np
from voyager import Index, Space

rng = np.random.default_rng(0)
n, rank, k = 5000, 32, 10
movies = rng.standard_normal((n, rank)) * rng.lognormal(0, 0.5, (n, 1))
movies = movies.astype(np.float32)
users = rng.standard_normal((300, rank)).astype(np.float32)
best = np.argsort(-users @ movies.T, axis=1)[:, :k]


def found(lists):
    """Which part of the best ten is in the lists."""
    return float(np.mean([np.isin(a, b).mean() for a, b in zip(best, lists)]))


length = np.argsort(np.linalg.norm(movies, axis=1))
orders = {"as they come": np.arange(n), "short ones first": length,
          "long ones first": length[::-1]}
seen = {}
for name, order in orders.items():
    index = Index(Space.InnerProduct, rank, random_seed=1)
    index.add_items(movies[order], ids=order, num_threads=1)
    seen[name] = found(index.query(users, k, num_threads=1)[0])

print("Voyager", version("voyager"))
print("expected: three numbers that differ by a few per cent")
for name, part in seen.items():
    print(f"seen: {name:17} {part:.3f} of the best ten")
first, short, long = seen.values()
if not (first < 0.2 and short > 0.6 and long > 0.5):
    raise SystemExit("This has changed.")
PY
