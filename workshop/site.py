"""The workbook as a site: pages that need neither a server nor a network.

``python -m workshop site``; ``make site`` calls it. Sphinx and MyST-NB make the pages,
out of the outputs that are stored in the notebooks, the documents, and the slides if
``make slides`` has made them.
"""

import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from utils.exercises.questions import QUESTIONS
from utils.files import ROOT
from workshop.glossary import link_first_uses
from workshop.notebooks import tags, without_claims

SITE = ROOT / "_build" / "site"
SLIDES = ROOT / "_build" / "slides"
HOME = "README"
# Title of a part of the navigation -> what is in it, in this order.
PARTS = {
    "Notebooks": ["notebooks/*"],
    "To look things up": ["docs/*", "findings/*"],
    "The project": ["data/README", "CONTRIBUTING", "CHANGELOG"],
}
SETTINGS = {
    "project": "Building Recommender Systems",
    "html_title": "Building Recommender Systems",
    "language": "en",
    "root_doc": HOME,
    "extensions": ["myst_nb"],
    "include_patterns": [
        "notebooks/*.ipynb",
        "docs/*.md",
        "*.md",
        "data/*.md",
        "findings/*.md",
    ],
    "exclude_patterns": [".*", "_build", "work", "**/.*"],
    "html_theme": "furo",
    # Figures are drawn on white: workshop/lab/custom.css does the same in JupyterLab.
    "html_theme_options": {
        "dark_css_variables": {"of-figures": "invert(0.92) hue-rotate(180deg)"}
    },
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
    "nb_code_prompt_show": "What comes out",
    "nb_code_prompt_hide": "What comes out",
}


def build(out: Path = SITE) -> Path:
    """Write the site into a folder, all of it anew.

    Parameters
    ----------
    out : Path
        The folder; what was in it is replaced once the new site is whole.

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

    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out.parent) as scratch:
        new, notes = Path(scratch) / "site", Path(scratch) / "notes"
        app = Sphinx(
            ROOT, None, new, notes, "html", SETTINGS, status=None, warningiserror=True
        )
        app.connect("source-read", _prepare)
        app.build()
        if app.statuscode:
            raise RuntimeError(
                "pages have faults, such as links that lead nowhere: above"
            )
        if SLIDES.exists():
            shutil.copytree(SLIDES, new / "slides")
        shutil.copy(new / f"{HOME}.html", new / "index.html")
        if out.exists():
            shutil.rmtree(out)
        new.replace(out)
    return out / "index.html"


def _prepare(app: object, name: str, source: list[str]) -> None:
    """Add to a page's source what only the site needs; Sphinx calls this."""
    if name == HOME:
        source[0] += f"\n{_slides()}\n{_contents()}"
    elif name.startswith("notebooks/"):
        number = Path(name).name[:2]
        notebook = nbformat.reads(source[0], as_version=4)
        source[0] = nbformat.writes(_shown(notebook, number))


def _shown(notebook: NotebookNode, number: str) -> NotebookNode:
    """A notebook as it stands on its page.

    Figures have words, words have links, and what answers a question is folded.
    """
    asked = {q.cell for n, q in QUESTIONS.items() if n.startswith(f"{number}.")}
    for cell in without_claims(notebook).cells:
        if "alt" in cell.metadata:
            cell.metadata["mystnb"] = {"image": {"alt": cell.metadata["alt"]}}
        if cell.id in asked:
            cell.metadata["tags"] = [*tags(cell), "hide-output"]
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
    """Write the site, or say why not."""
    if advice := missing():
        print(advice)
        return 1
    try:
        print(f"The site: {build()}")
    except RuntimeError as error:
        print(f"No site was made: {error}")
        return 1
    return 0
