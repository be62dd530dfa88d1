"""Decks: what is a slide, what is a note; and one of them in a browser, offline."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workshop import reveal, slides
from workshop.notebooks import originals, read
from workshop.slides import deck, guide_notes, page, write

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def small():
    drawn = new_output("display_data", {"image/png": PICTURE})
    return new_notebook(
        cells=[
            new_markdown_cell(
                "# 01 Small λ\n\n**You are here:** x\n\n- do a thing", id="title"
            ),
            new_markdown_cell("## One\n\nShown.\n\nTold.\n\n- a list", id="one"),
            new_code_cell("1 + 1", outputs=[], id="sum"),
            new_markdown_cell("It is two.\n\n**Before you run:** three?", id="ask"),
            new_code_cell("\n" * 6 + "draw()", outputs=[drawn], id="draw"),
            new_markdown_cell(
                "### Exercise 1.1 · A\n\nWrite it.", id="exercise-1-1-text"
            ),
            new_code_cell("def a(): ...", metadata={"tags": ["exercise"]}),
            new_code_cell("check()", metadata={"tags": ["check"]}),
            new_code_cell("assert 1 + 1 == 2", metadata={"tags": ["claim"]}),
        ]
    )


def kinds(notebook):
    return [
        (cell.metadata["slideshow"]["slide_type"], cell.source.strip())
        for cell in notebook.cells
    ]


def test_what_is_shown_and_what_is_told():
    made = deck(small(), "Say this.")
    assert kinds(made) == [
        ("slide", "# 01 Small λ"),
        ("notes", "Say this."),
        ("-", "- do a thing"),
        ("slide", "## One"),
        ("-", "Shown."),
        ("notes", "Told."),
        ("-", "- a list"),
        ("subslide", "1 + 1"),
        ("notes", "It is two."),
        ("subslide", "**Before you run:** three?"),
        ("fragment", "draw()"),
        ("subslide", ""),  # its picture, which would not fit below so many lines
        ("subslide", "### Exercise 1.1 · A"),
        ("-", "Write it."),
        ("-", "def a(): ..."),
    ]
    assert made.cells[11].outputs and not made.cells[10].outputs


def test_choices_stand_below_their_question_and_the_answer_waits():
    notebook = small()
    choices = new_output("display_data", {"text/html": "<details></details>"})
    asked = new_code_cell("guess(1)", outputs=[choices], metadata={"tags": ["guess"]})
    notebook.cells.insert(4, asked)
    made = deck(notebook)
    at = kinds(made).index(("-", "guess(1)"))
    assert kinds(made)[at - 1 : at + 2] == [
        ("subslide", "**Before you run:** three?"),
        ("-", "guess(1)"),
        ("fragment", "draw()"),
    ]
    assert made.cells[at].metadata["transient"] == {"remove_source": True}


@pytest.mark.parametrize("path", originals(), ids=lambda path: path.name)
def test_every_notebook_makes_a_deck_with_notes(path):
    notebook = read(path)
    sections = sum(cell.source.count("\n## ") for cell in notebook.cells)
    made = kinds(deck(notebook, guide_notes(path.name)))
    assert [kind for kind, _ in made].count("slide") >= sections
    assert any(kind == "notes" and "**Say first.**" in text for kind, text in made)


def test_a_page_loads_nothing_from_elsewhere():
    made = page(small(), "Say **this**.")
    assert not re.findall(r'(?:src|href|import\()\s*=?\s*"https?:', made)
    assert '<aside class="notes">' in made and "Say <strong>this</strong>" in made


def test_every_picture_of_a_deck_has_words():
    # That each figure of a notebook has good ones is tests/test_lint.py's to say.
    notebook = small()
    (draws,) = [cell for cell in notebook.cells if cell.id == "draw"]
    draws.metadata["alt"] = "A bar < a line"  # this one goes below its code
    short = new_code_cell("draw()", outputs=draws.outputs, metadata={"alt": "A dot"})
    without = new_code_cell("draw()", outputs=draws.outputs)
    notebook.cells += [short, without]
    pictures = re.findall(r"<img [^>]+>", page(notebook))
    words = [re.search(r' alt="([^"]*)"', picture)[1] for picture in pictures]
    assert words == ["A bar &lt; a line", "A dot", "A figure"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    nbformat.write(small(), folder / "01_small.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slides, "originals", lambda: [folder / "01_small.ipynb"])
        try:
            write(folder)
        except ConnectionError as error:
            pytest.skip(str(error))  # no network, and never fetched here
    return folder


def test_a_deck_in_a_browser_without_a_network(built, browser):
    asked, faults = [], []
    with browser.new_context(offline=True) as context:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.goto((built / "01_small.html").as_uri())
        tab.wait_for_function("window.Reveal && Reveal.isReady()")
        shown = "Reveal.getCurrentSlide().innerText"
        assert tab.evaluate(shown).startswith("01 Small λ")
        with context.expect_page() as notes:
            tab.keyboard.press("s")  # the speaker's window
        notes.value.get_by_text("Say first").wait_for()
        for _ in range(3):
            tab.keyboard.press("ArrowRight")  # to the section, the sum, the question
        assert "three?" in tab.evaluate(shown)
        answer = tab.locator(".fragment")
        assert not answer.evaluate("node => node.classList.contains('visible')")
        tab.keyboard.press("Space")
        assert answer.evaluate("node => node.classList.contains('visible')")
        tab.keyboard.press("ArrowRight")  # its picture, of a single pixel
        assert (
            tab.locator("section.present img").last.evaluate("i => i.offsetHeight") > 99
        )
        choices = """section => {
            section.innerHTML = '<div class="guess">Which?<ul><li>a</ul></div>';
            return getComputedStyle(section.querySelector("ul")).display;
        }"""
        assert tab.locator("section.present").last.evaluate(choices) == "block"
    assert not faults and all(url.startswith(("file:", "data:")) for url in asked)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("https_proxy", "http://127.0.0.1:9", "there was no network: this needs it"),
        ("PIP_NO_INDEX", "1", "pip says 'ERROR: Could not find a version"),
    ],
)
def test_without_reveal_it_says_why(
    tmp_path, monkeypatch, capsys, setting, value, words
):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path))
    monkeypatch.setattr(reveal, "PACKAGE", "no-such-package-here==0")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv(setting, value)
    monkeypatch.setattr(slides, "SLIDES", tmp_path / "slides")
    monkeypatch.setattr(slides.write, "__defaults__", (tmp_path / "slides",))
    assert slides.main() == 1
    assert words in capsys.readouterr().out
    assert not list(tmp_path.glob("no-such*"))


def test_a_wrong_sum_is_no_missing_network():
    said = "WARNING: Retrying: Read timed out\nERROR: THESE PACKAGES DO NOT MATCH THE "
    wrong = reveal._why(f"{said}HASHES\n    Got 805b")
    assert isinstance(wrong, RuntimeError) and "NOT MATCH THE HASHES" in str(wrong)
