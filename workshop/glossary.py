"""Links from the notebooks' words to the glossary, made when a copy or a page is made.

The originals hold no such links, so whoever edits one need not care which use of a
word is the first.
"""

import re
from functools import cache

from nbformat import NotebookNode

from utils.files import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
# Mostly met in their everyday sense, and so linked nowhere.
PLAIN = {
    *("baseline", "bias", "block", "confidence", "coverage", "hit", "leak", "mask"),
    *("neighbour", "novelty", "partition", "precision", "preference", "rank", "recall"),
    *("shuffle", "support", "tie"),
}
# Code, links, headings and tags stay as they are.
KEEP = r"```.*?```|`[^`\n]*`|\[[^\]]*\]\([^)]*\)|^#[^\n]*|<[^>\n]+>"


@cache
def terms() -> dict[str, str]:
    """Each word of the glossary, and its abbreviation if it has one, with its heading.

    Returns
    -------
    dict of str to str
        An entry that begins with an abbreviation and a colon is found by that as well.

    Examples
    --------
    >>> terms()["sparse matrix"], terms()["ALS"]
    ('sparse matrix', 'alternating least squares')
    """
    found = {}
    text = GLOSSARY.read_text(encoding="utf-8")
    for term, short in re.findall(r"^## (.+)\n\n(?:([A-Z]+): )?", text, re.MULTILINE):
        found |= {name: term for name in (term, short) if name}
    return found


def link_first_uses(
    notebook: NotebookNode, glossary: str, in_lab: bool = False
) -> NotebookNode:
    """Link the first use of each word of the glossary in a notebook's text.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place. Its title cell, which only announces, stays as it is.
    glossary : str
        The way from the notebook to the glossary, such as ``"../docs/glossary.md"``.
    in_lab : bool
        JupyterLab's anchors keep capitals and signs; GitHub's and the site's do not.

    Returns
    -------
    NotebookNode
        The same notebook.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> cells = ["# 01 Title", "Sparse matrices, `CSR`, CSR; another sparse matrix"]
    >>> notebook = new_notebook(cells=[new_markdown_cell(c) for c in cells])
    >>> link_first_uses(notebook, "glossary.md").cells[1].source
    '[Sparse matrices](glossary.md#sparse-matrix), `CSR`, [CSR](glossary.md#csr); another sparse matrix'
    """  # noqa: E501
    used = set()

    def link(match: re.Match) -> str:
        words = match["words"]
        heading = words and _headings()[_singular(words)]
        if not words or heading in used:
            return match[0]
        used.add(heading)
        anchor = heading.replace(" ", "-")
        if not in_lab:
            anchor = re.sub(r"[^\w-]", "", anchor.lower())
        return f"[{words}]({glossary}#{anchor})"

    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown":
            cell.source = _pattern().sub(link, cell.source)
    return notebook


@cache
def _headings() -> dict[str, str]:
    return {_singular(term): heading for term, heading in terms().items()}


@cache
def _pattern() -> re.Pattern:
    """What to keep, or else a word of the glossary, the longest first."""
    words = "|".join(
        _any_form(term) for term in sorted(terms(), key=len, reverse=True)
        if term not in PLAIN
    )  # fmt: skip
    return re.compile(
        rf"(?:{KEEP})|(?<![\w-])(?P<words>{words})(?![\w-])",
        re.DOTALL | re.MULTILINE,
    )


def _any_form(term: str) -> str:
    """A pattern for a term, also in the plural, and at the beginning of a sentence."""
    if term.isupper() or term[0].isupper() or "DCG" in term:
        return re.escape(term)
    stem = re.sub(r"(?:y|ies|ix|ices|s)$", "", term)
    first = f"[{stem[0]}{stem[0].upper()}]"
    rest = r"\s+".join(re.escape(word) for word in stem[1:].split(" "))
    return rf"{first}{rest}(?:y|ies|ix|ices|s)?"


def _singular(words: str) -> str:
    words = re.sub(r"\s+", " ", words)
    if not words.isupper():
        words = words.lower()
    return re.sub(r"(?:y|ies|ix|ices|s)$", "", words)
