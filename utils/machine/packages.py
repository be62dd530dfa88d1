"""Are the packages those that are wanted, and can they be imported at all?"""

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution, requires
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from utils.machine import remedy

PROJECT = "recommender-workbook"
# Everything here stands on these; the longer names tell a package from a file of ours.
FIRST = ("numpy.linalg", "scipy.sparse", "pandas.core.frame", "matplotlib.figure")


class BrokenPackage(ImportError):
    """A package without which nothing here works can't be imported."""


def _place(name: str) -> Path | None:
    """What ``import`` would take."""
    spec = find_spec(name)
    return Path(spec.origin).resolve() if spec and spec.origin else None


def import_first(names: tuple[str, ...] = FIRST) -> None:
    """Import the packages that all else needs, or say in words why that fails.

    Raises
    ------
    BrokenPackage
        Says what was found and where, what is expected, and what helps.
    """
    for module in names:
        try:
            import_module(module)
        except Exception as error:  # a broken package may raise anything
            raise BrokenPackage(_why(module.split(".")[0], names, error)) from error


def _why(name: str, names: tuple[str, ...], error: Exception) -> str:
    home, tops = Path(sys.prefix).resolve(), [n.split(".")[0] for n in names]
    places = {top: place for top in tops if (place := _place(top))}
    others = {n: p for n, p in places.items() if not p.is_relative_to(home)}
    text = next(iter(f"{error}".strip().splitlines()), "")
    found = {name: places.get(name, "nowhere"), **others}
    where = ", ".join(f"{n} in {p}" for n, p in found.items())
    return (
        f"{name} can't be imported ({type(error).__name__}: {text}); found {where}, "
        f"expected all of them in {home}: {remedy('strangers' if others else 'broken')}"
    )


def imported(name: str) -> tuple[str, str]:
    """Version of what ``import`` takes, and where it is, if that is not our Python's.

    What is installed is asked for first: PYTHONPATH, or packages of one's own in
    ``~/.local``, may hide it.
    """
    installed = distribution(name)
    home = Path(installed.locate_file("")).resolve()
    spec = find_spec(name)
    place = Path(spec.origin).resolve() if spec and spec.origin else home
    found = installed.version
    if not place.is_relative_to(home):
        found = getattr(import_module(name), "__version__", "of another version")
    ours = place.is_relative_to(Path(sys.prefix).resolve())
    return found, "" if ours else str(place.parent)


def as_wanted() -> str:
    """How many packages are as wanted; a RuntimeError names those that are not."""
    try:
        wanted = [Requirement(line) for line in requires(PROJECT) or []]
    except PackageNotFoundError:
        raise RuntimeError(
            f"this project is not installed: {remedy('packages')}"
        ) from None
    wanted = [w for w in wanted if w.marker is None or w.marker.evaluate({"extra": ""})]
    wrong, versions, strangers = [], {}, False
    for requirement in wanted:
        name = requirement.name
        try:
            versions[name], place = imported(name)
        except PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        if not requirement.specifier.contains(versions[name], prereleases=True):
            where = f" (imported from {place})" if place else ""
            found = f"{name} is {versions[name]}{where}"
            wrong.append(f"{found}, not {requirement.specifier}")
            strangers |= bool(place)
    if wrong:
        help_ = remedy("strangers" if strangers else "packages")
        raise RuntimeError(f"{'; '.join(wrong)}: {help_}")
    return f"{len(wanted)} packages as wanted, pyspark {versions['pyspark']}"
