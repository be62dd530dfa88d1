"""``python -m workshop VERB``; without a verb it says which there are."""

import os
import sys
from importlib import import_module

from utils.machine.packages import BrokenPackage

VERBS = {  # verb -> room, its function that takes the arguments, what it does
    "lab": (
        "notebooks",
        "lab",
        "open the workbook in work/; takes options of JupyterLab",
    ),
    "run": ("pages", "run", "run all originals, and write them as pages"),
    "refresh": ("notebooks", "refresh", "execute the originals again, in place"),
    "slides": ("slides", "main", "write a deck a notebook, with speaker notes"),
    "blank": ("blank", "main", "write a copy without most of the code"),
    "site": ("site", "main", "write the workbook as pages that need no network"),
    "sheets": ("routes", "main", "write docs/run-sheets.md from the minutes"),
    "rehearse": ("rehearsal", "main", "run everything here, and say go or no go"),
    "offline-pack": ("offline_pack", "main", "gather all packages for a stick"),
}
TAKE_MORE = {"lab", "rehearse"}  # verbs with arguments of their own
OWN_HELP = {"rehearse"}
HELP = ("-h", "--help")


def main(arguments: list[str]) -> int:
    """Call what a verb stands for; 2 if there is no such verb."""
    verb, rest = (arguments or [""])[0], arguments[1:]
    if verb in VERBS.keys() - OWN_HELP and set(rest) & set(HELP):
        print(f"python -m workshop {verb}: {VERBS[verb][2]}")
        return 0
    if verb not in VERBS or (rest and verb not in TAKE_MORE):
        print("python -m workshop VERB\n")
        print("\n".join(f"  {v:13} {what}" for v, (_, _, what) in VERBS.items()))
        if rest and verb in VERBS:
            print(f"\nfound {' '.join(rest)!r}, expected nothing after {verb}")
        elif verb not in ("", *HELP):
            print(f"\nfound {verb!r}, expected one of these")
        return 0 if verb in HELP else 2
    room, function, _ = VERBS[verb]
    sys.stdout.reconfigure(encoding="utf-8")  # a Windows pipe knows no ✔
    os.environ.pop("MPLBACKEND", None)  # kernels that are started here show figures
    try:
        call = getattr(import_module(f"workshop.{room}"), function)
    except BrokenPackage as error:
        print(f"Not ready: {error}")
        return 1
    return call(rest) if verb in TAKE_MORE else call()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
