#!/usr/bin/env bash
# Surprise's FCP is one half, whether 1, 50 or 99 of 100 users are ranked right.
#
# Versions: scikit-surprise 1.1.5, NumPy 2.4.6.
# Expected: the fraction of concordant pairs is right pairs / (right + wrong pairs):
#   0.01, 0.50 and 0.99 where each user has rated two movies, so has one pair.
# Seen: 0.5 three times. Right and wrong pairs are averaged over users first, and each
#   average leaves out the users who have none of its kind: one a user on both sides.
#   The fewer ratings a user has in the test part, the less the number says.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    scikit-surprise==1.1.5 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import surprise
from surprise import Prediction
from surprise.accuracy import fcp

seen = {}
for right in (1, 50, 99):
    predictions = []
    for user in range(100):
        guesses = (4.5, 1.5) if user < right else (1.5, 4.5)
        for movie, stars, guess in zip("ab", (5.0, 1.0), guesses):
            predictions.append(Prediction(user, movie, stars, guess, {}))
    seen[right] = float(fcp(predictions, verbose=False))

print("Surprise", surprise.__version__)
for right, number in seen.items():
    print(f"{right:2} of 100 right: expected {right / 100:.2f}, seen {number:.2f}")
if list(seen.values()) != [0.5, 0.5, 0.5]:
    raise SystemExit("This has changed.")
PY
