"""The workbook as a site: pages that need neither a server nor a network.

``python -m utils.site``; ``make site`` calls it. Sphinx and MyST-NB make the pages, out
of the outputs that are stored in the notebooks, the documents, and the slides if
``make slides`` has made them.
"""

import shutil
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from utils.files import ROOT
from utils.glossary import link_first_uses

SITE = ROOT / "_build" / "site"
SLIDES = ROOT / "_build" / "slides"
HOME = "README"
# Title of a part of the navigation -> what is in it, in this order.
PARTS = {
    "Notebooks": ["notebooks/*"],
    "To look things up": ["docs/*"],
    "The project": ["data/README", "CONTRIBUTING", "CHANGELOG"],
}
SETTINGS = {
    "project": "Building Recommender Systems",
    "html_title": "Building Recommender Systems",
    "language": "en",
    "root_doc": HOME,
    "extensions": ["myst_nb"],
    "exclude_patterns": [".*", "_build", "work", "**/.*"],
    "html_theme": "furo",
    "html_static_path": ["docs/static"],
    "html_css_files": ["site.css"],
    "html_js_files": ["site.js"],
    "html_copy_source": False,
    "html_use_index": False,
    "html_show_sphinx": False,
    "html_show_copyright": False,
    "html_show_search_summary": False,  # it would fetch pages, which file:// forbids
    "myst_heading_anchors": 4,
    "myst_enable_extensions": [],
    "nb_execution_mode": "off",
    "nb_merge_streams": True,
    "nb_ipywidgets_js": {},  # would come from the network
}


def build(
    out: Path = SITE,
    notebooks: Mapping[str, NotebookNode] | None = None,
    news: str = "",
    only: str = "*",
) -> Path:
    """Write the site.

    Parameters
    ----------
    out : Path
        The folder for it.
    notebooks : mapping of str to NotebookNode, optional
        Name without ending -> what to show instead of the stored notebook.
    news : str
        Markdown that is put on top of the first page.
    only : str
        A pattern for the names of the notebooks to take, such as ``"0[12]_*"``.

    Returns
    -------
    Path
        The first page.

    Raises
    ------
    RuntimeError
        If a page has a fault, such as a link that leads nowhere.
    """
    from sphinx.application import Sphinx

    def prepare(app: Sphinx, name: str, source: list[str]) -> None:
        folder, _, stem = name.rpartition("/")
        if name == HOME:
            source[0] = f"{source[0]}\n{news}\n{_slides()}\n{_contents()}"
        elif folder == "notebooks":
            given = (notebooks or {}).get(stem)
            source[0] = nbformat.writes(_shown(given or nbformat.reads(source[0], 4)))

    settings = {
        **SETTINGS,
        "include_patterns": [
            f"notebooks/{only}.ipynb",
            "docs/*.md",
            "*.md",
            "data/*.md",
        ],
    }
    made = out.parent / f".{out.name}-made"  # Sphinx's own notes, for the next time
    app = Sphinx(ROOT, None, out, made, "html", settings, status=None)
    app.connect("source-read", prepare)
    app.build()
    if app.statuscode or app._warncount:
        raise RuntimeError(f"{app._warncount} faults on the pages; see above")
    if SLIDES.exists():
        shutil.copytree(SLIDES, out / "slides", dirs_exist_ok=True)
    return Path(shutil.copy(out / f"{HOME}.html", out / "index.html"))


def _shown(notebook: NotebookNode) -> NotebookNode:
    """A notebook as it stands on its page: figures have words, words have links."""
    for cell in notebook.cells:
        if "alt" in cell.metadata:
            cell.metadata["mystnb"] = {"image": {"alt": cell.metadata["alt"]}}
    return link_first_uses(notebook, "../docs/glossary.md")


def _contents() -> str:
    """The navigation, which a page on its own does not need."""
    return "\n".join(
        f"```{{toctree}}\n:caption: {title}\n:hidden:\n:glob:\n\n"
        + "\n".join(pages)
        + "\n```\n"
        for title, pages in PARTS.items()
    )


def _slides() -> str:
    """Links to the slides, as far as there are any."""
    decks = sorted(SLIDES.glob("[0-9]*.html"))
    links = (f'<a href="slides/{deck.name}">{deck.stem}</a>' for deck in decks)
    return "\n## Slides\n\n" + ", ".join(links) + "\n" if decks else ""


def missing() -> str:
    """What to do if what makes the site is not installed; empty if it is."""
    if all(map(find_spec, ["sphinx", "myst_nb", "furo"])):
        return ""
    return (
        "What makes the site is not installed. Run `make site`, or with conda "
        'python -m pip install --constraint constraints.txt --editable ".[site]"'
    )


def main() -> int:
    print(missing() or f"The site: {build()}")
    return bool(missing())


if __name__ == "__main__":
    sys.exit(main())
