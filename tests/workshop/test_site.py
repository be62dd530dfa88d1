"""The site: whole, without a network, and for everybody. Pictures of it are left in
``_build/screenshots``."""

import re
from unittest import mock

import nbformat
import pytest

from utils.files import ROOT
from workshop import site
from workshop.glossary import link_first_uses
from workshop.notebooks import originals, read

PICTURES = ROOT / "_build" / "screenshots"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The first page of the site; that it could be made says that all links lead on."""
    pytest.importorskip("myst_nb", reason="what makes the site is not installed")
    slides = tmp_path_factory.mktemp("slides")
    (slides / "00_start_here.html").write_text("slides", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "SLIDES", slides)
        return site.build(tmp_path_factory.mktemp("site") / "pages")


def pages(home):
    return sorted(home.parent.rglob("*.html"))


def test_every_notebook_and_document_has_a_page(home):
    names = {str(page.relative_to(home.parent).with_suffix("")) for page in pages(home)}
    assert {f"notebooks/{path.stem}" for path in originals()} <= names
    assert {f"docs/{path.stem}" for path in ROOT.glob("docs/*.md")} <= names
    first = home.read_text(encoding="utf-8")
    assert 'href="slides/00_start_here.html"' in first
    assert (home.parent / "slides" / "00_start_here.html").exists()


def test_nothing_is_fetched_from_elsewhere(home):
    fetched = r'<(?:script|img|iframe|link rel="stylesheet")[^>]*(?:src|href)="(\S*?)"'
    for page in pages(home):
        for address in re.findall(fetched, page.read_text(encoding="utf-8")):
            assert not re.match(r"(?:https?:)?//", address), page
    for style in home.parent.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\W*http", style.read_text("utf-8")), (
            style
        )


def test_a_fault_leaves_the_site_from_before(tmp_path, monkeypatch, capsys):
    application = pytest.importorskip("sphinx.application")
    monkeypatch.setattr(site, "missing", str)
    monkeypatch.setattr(site.build, "__defaults__", (tmp_path / "pages",))
    monkeypatch.setattr(application, "Sphinx", mock.Mock(return_value=mock.Mock()))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").touch()
    assert site.main() == 1  # a Mock's statuscode is true: a fault
    assert "No site was made: pages have faults" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]
    assert (tmp_path / "pages" / "index.html").exists()


def test_every_picture_has_words(home):
    # That each figure of a notebook has good ones is tests/test_lint.py's to say.
    for page in pages(home):
        for picture in re.findall(r"<img [^>]+>", page.read_text(encoding="utf-8")):
            assert 'alt="' in picture


def test_a_visit(home, browser):
    """From the first page by search to a notebook, and on to the next, offline."""
    outside = []
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.on("request", lambda r: outside.append(r.url))
    page.goto(home.as_uri())
    page.get_by_role("searchbox").or_(page.locator(".sidebar-search")).first.focus()
    page.keyboard.type("fold-in")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a", has_text="04 Matrix factorization")
    found.first.wait_for()
    picture(page, "site-search")
    found.first.click()
    page.locator("h1", has_text="04 Matrix factorization").wait_for()
    page.locator("a.reference", has_text="reconstruction error").first.click()
    page.locator("h1", has_text="Glossary").wait_for()
    assert page.url.endswith("glossary.html#reconstruction-error")
    page.go_back()
    page.locator("a.next-page").click()
    page.locator("h1", has_text="05 Spark ALS walkthrough").wait_for()
    page.close()
    assert [url for url in outside if not url.startswith(("file:", "data:"))] == []


LIGHT_BOXES = """() => [...document.querySelectorAll("article *")].filter(box => {
    const [red, green, blue, alpha = 1] =
        getComputedStyle(box).backgroundColor.match(/[\\d.]+/g).map(Number);
    return alpha > 0.5 && Math.min(red, green, blue) > 127;
}).map(box => box.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_and_are_dark_in_the_dark(home, browser, width):
    screen = {"viewport": {"width": width, "height": 1000}, "color_scheme": "dark"}
    page = browser.new_page(**screen)
    page.goto((home.parent / "notebooks" / "03_item_item.html").as_uri())
    assert page.locator("details.hide:not([open])").count() > 5  # answers questions
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0
    picture(page, f"site-03-{width}")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert page.evaluate(LIGHT_BOXES) == []
    figure = page.locator(".cell_output img").first
    turned = "figure => getComputedStyle(figure).filter"
    assert figure.evaluate(turned).startswith("invert")
    page.emulate_media(media="print")  # white paper
    assert figure.evaluate(turned) == "none"
    assert page.locator(".skip-to-content").is_hidden()  # or it stands on each sheet
    page.close()


def test_a_map_by_touch_and_keyboard(home, browser):
    screen = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
    page = browser.new_page(**screen)
    page.goto((home.parent / "notebooks" / "04_matrix_factorization.html").as_uri())
    map_, words = page.locator(".hover-map"), page.locator(".hover-map + [role=status]")
    map_.tap(position={"x": 200, "y": 220})
    first = words.inner_text()
    assert first == map_.locator(".movie.chosen").text_content()
    map_.focus()
    page.keyboard.press("ArrowRight")
    second = words.inner_text()
    assert second == map_.locator(".movie.chosen").text_content() != first
    page.keyboard.press("ArrowLeft")
    assert words.inner_text() != second
    page.close()


@pytest.mark.parametrize(
    ("name", "scheme"), [("00_start_here", "dark"), ("../docs/glossary", "light")]
)
def test_pages_can_be_used_by_everybody(home, browser, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    screen = {"viewport": {"width": 800, "height": 1000}, "color_scheme": scheme}
    page = browser.new_page(**screen)
    page.goto((home.parent / "notebooks" / f"{name}.html").as_uri())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # all is unfolded
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to content"
    serious = [
        (v["id"], v["nodes"][0]["html"][:200])
        for v in axe.Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    page.close()
    assert serious == []


def picture(page, name, **options):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", **options)


# Words and the glossary


def linked(*cells, in_lab=False):
    made = [nbformat.v4.new_markdown_cell(cell) for cell in ("# 01 Title", *cells)]
    notebook = link_first_uses(nbformat.v4.new_notebook(cells=made), "g.md", in_lab)
    return [cell.source for cell in notebook.cells[1:]]


def test_only_the_first_use_is_linked_and_only_in_prose():
    assert linked(
        "## Density\nThe `density`, [the density](x), density", "Density"
    ) == [
        "## Density\nThe `density`, [the density](x), [density](g.md#density)",
        "Density",
    ]


def test_plurals_sentence_beginnings_and_abbreviations_are_found():
    assert linked("Sparse\nmatrices", "SVD", "a map, and MAP", "twins by chance") == [
        "[Sparse\nmatrices](g.md#sparse-matrix)",
        "[SVD](g.md#singular-value-decomposition)",
        "a map, and [MAP](g.md#map)",
        "[twins by chance](g.md#twins-by-chance)",
    ]


def test_anchors_are_those_of_the_page():
    assert linked("an A/B test of `CSR`") == ["an [A/B test](g.md#ab-test) of `CSR`"]
    assert linked("CSR, A/B test", in_lab=True) == [
        "[CSR](g.md#CSR), [A/B test](g.md#A/B-test)"
    ]


def test_parts_of_words_and_everyday_words_are_not():
    same = [
        "The item-item similarity-based, subdensity",
        "a precise rank, with support",
    ]
    assert linked(*same) == same


def test_a_word_is_used_where_the_glossary_says_that_it_is_taught():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## (.+)\n\n((?:.+\n)+)", text, re.MULTILINE)
    assert [term for term, _ in entries] == sorted(
        (term for term, _ in entries), key=str.lower
    )
    for term, entry in entries:
        (name, *_) = re.findall(r"notebooks/(\w+\.ipynb)", entry)
        cells = read(ROOT / "notebooks" / name).cells
        prose = " ".join(c.source for c in cells if c.cell_type == "markdown").lower()
        for word in re.sub(r"(?:y|ix|s)$", "", term).lower().split():
            assert word in prose, f"{term}: {name}"
