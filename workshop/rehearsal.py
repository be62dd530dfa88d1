"""Will it go in the room? Run everything here, and say go or no go.

``python -m workshop rehearse [--route "90 minutes"]``; ends with 1 where it is no go.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from utils.files import ROOT
from workshop.notebooks import originals, read, title
from workshop.pages import PAGES, run_one
from workshop.routes import ROUTES, minutes_of, on_route, sections

MOST = 0.1  # share of a notebook's minutes that may be spent on waiting for its cells


def ready() -> bool:
    """Look at the machine, Spark included, in a process that is gone afterwards."""
    command = [sys.executable, "-m", "utils.preflight", "--spark"]
    sys.stdout.flush()  # what it prints comes after what we have printed
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def verdict(
    state: str, seconds: float, minutes: int, page: str | Path
) -> tuple[bool, str]:
    """Whether a notebook will do, and a sentence about it, which may name its page.

    >>> verdict("ran", 66, 60, "_build/html/00.html")
    (True, 'ran in 66 s, 2% of its 60 minutes')
    >>> verdict("ran", 300, 40, "_build/html/00.html")
    (False, 'ran in 300 s, 12% of its 40 minutes: cut, or take a faster machine')
    >>> verdict("FAILED", 30, 50, "_build/html/00.html")
    (False, 'FAILED in 30 s, 1% of its 50 minutes: see _build/html/00.html')
    """
    share = seconds / (60 * minutes) if minutes else 0.0
    words = f"{state} in {seconds:.0f} s, {share:.0%} of its {minutes} minutes"
    if state != "ran":
        return False, f"{words}: see {page}"
    if share > MOST:
        return False, f"{words}: cut, or take a faster machine"
    return True, words


def notebooks_on(route: str | None) -> list[Path]:
    """The notebooks of a route; all of them if none is named."""
    if route is None:
        return originals()
    return [path for path in originals() if route in minutes_of(read(path))["routes"]]


def rehearse(route: str | None = None) -> list[str]:
    """Look at the machine, run the notebooks, print a line each.

    Returns
    -------
    list of str
        What stands in the way, in words; empty if it is a go.
    """
    against = [] if ready() else ["the machine is not ready (✘ above)"]
    for path in notebooks_on(route):
        print(f"  {path.name} …", flush=True)
        notebook = read(path)
        whole = minutes_of(notebook)
        minutes = whole["teach"] + whole["practise"]
        if route:  # what it leaves out is not run there either
            minutes = sum(s.minutes.get(route, 0) for s in sections(notebook))
            notebook = on_route(notebook, route)
        page = PAGES / f"{path.stem}.html"  # which run_one writes
        good, words = verdict(*run_one(path, notebook), minutes, page)
        print(f"{'✔' if good else '✘'} {title(notebook)}: {words}", flush=True)
        if not good:
            against.append(title(notebook))
    return against


def main(arguments: list[str]) -> int:
    """Rehearse, and end with 1 where it is no go."""
    parser = argparse.ArgumentParser(
        prog="python -m workshop rehearse", description="Run everything: go or no go?"
    )
    named = " or ".join(f'"{route}"' for route in ROUTES)
    parser.add_argument(
        "--route", choices=list(ROUTES), metavar="ROUTE", help=f"{named}, in quotes"
    )
    against = rehearse(parser.parse_args(arguments).route)
    print(f"NO GO: {', '.join(against)}." if against else "GO.")
    return 1 if against else 0
