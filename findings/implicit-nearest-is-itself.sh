#!/usr/bin/env bash
# implicit's K nearest neighbours of a movie are K - 1: the nearest is the movie itself.
#
# Versions: implicit 0.7.3, SciPy 1.17.1, NumPy 2.4.6.
# Expected: with K=1 each movie has its one nearest other movie, and a user is shown
#   those of the movies that they liked.
# Seen: with K=1 each has only itself, and all scores are 0: ten movies without a
#   reason, and no warning. With K=2 there is one neighbour, and so on: the default
#   K=20 compares with 19. A K found elsewhere (or in a paper) is K + 1 here.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    implicit==0.7.3 scipy==1.17.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY' 2>warnings.log
import implicit
import numpy as np
from implicit.nearest_neighbours import CosineRecommender
from scipy.sparse import csr_matrix

likes = np.random.default_rng(0).random((200, 50)) < 0.3
X = csr_matrix(likes.astype(np.float64))
unit = likes / np.linalg.norm(likes, axis=0)
cosine = unit.T @ unit
np.fill_diagonal(cosine, 0)  # other movies only


def by_numpy(n):
    """Scores of user 0 for what is new, from n neighbours of each movie."""
    near = np.where(cosine >= np.sort(cosine)[:, [-n]], cosine, 0) if n else 0 * cosine
    return np.sort(np.where(likes[0], 0, likes[0] @ near))[::-1][:25]


seen = {}
for K in (1, 2, 5, 20):
    model = CosineRecommender(K=K)
    model.fit(X, show_progress=False)
    scores = model.recommend(0, X[0], N=25)[1]
    seen[K] = [n for n in (K - 1, K) if np.allclose(scores, by_numpy(n)[: len(scores)])]
    print(f"K={K:<2} best scores", scores[:3].round(3), "as NumPy's with", *seen[K])

print("implicit", implicit.__version__)
print("expected: as NumPy's with K neighbours")
print("seen: with", seen)
if seen != {1: [0], 2: [1], 5: [4], 20: [19]}:
    raise SystemExit("This has changed.")
PY
