"""``python -m utils.spark warmup`` and ``python -m utils.spark cluster``."""

import sys

from utils.spark import cluster, warmup

VERBS = {"cluster": cluster.main, "warmup": warmup.main}

if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb not in VERBS:
        sys.exit(f"found {verb!r}, expected one of {', '.join(VERBS)}")
    sys.exit(VERBS[verb](sys.argv[2:]))
