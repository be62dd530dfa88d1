"""What a learner sees and touches, in a real browser.

Skipped where there is no Chromium or no Playwright. Pictures of what was seen are left
in ``_build/screenshots``.
"""

import contextlib
import csv
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from utils.files import ROOT
from utils.taste import my_taste
from workshop.notebooks import originals

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is missing")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

expect = sync_api.expect
PICTURES = ROOT / "_build" / "screenshots"
READY = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
  return session?.isReady && session.session.kernel.status === "idle";
}"""
EXPLORERS = [
    """
import numpy as np
import pandas as pd
from scipy import sparse
from utils.widgets import activity_explorer, alpha_explorer, half_step_explorer
from utils.widgets import ladder_explorer, movie_map, neighbours_explorer

X = sparse.csr_array(np.array([[4.0, 0, 2], [0, 3, 5], [1, 2, 3]]))
people, films = ["Ana", "Ben", "Chloe"], ["Heat", "Up", "Alien"]
shares = pd.DataFrame({"density": [0.1, 0.5], "users kept": [1.0, 0.2]}, index=[1, 10])
activity_explorer(shares)
""",
    """
U, V = np.eye(3)[:, :2], np.ones((3, 2))
steps = [(U, V), (U, V + 1), (U + 1, V + 1)]
half_step_explorer(X, steps, np.array([9.0, 5.0, 4.0]), people, films)
""",
    """
S = 0.8 - 0.8 * np.eye(3)
neighbours_explorer(X, {"plain": S, "half": S / 2}, (0, 1), films)
""",
    """
rungs = {"RMSE": [0.9, np.nan], "low": [0.0, 0.1], "high": [0.1, 0.2]}
ladders = {k: pd.DataFrame({**rungs, "nDCG": [0.05, k / 100]}) for k in (1, 10, 20)}
ladder_explorer(ladders)
""",
    """
counts = X.toarray().astype(int)
alpha_explorer(counts, {1: counts / 5, 40: counts / 6}, people, films, start=1)
""",
    """
places = {"x": [0.0, 1.0, 0.5], "y": [0.0, 1.0, 0.2], "ratings": [3, 2, 1]}
movie_map(pd.DataFrame({**places, "title": films, "group": "Action"}))
""",
]
QUESTION = {  # id -> cell, as notebook 02 has them
    "guess-zeros": 'from utils.widgets import guess\n\nguess("02.zeros")',
    "cosine-zero-filled": "ben, chloe = 0.49, 0.51",
    "guess-harsh": 'guess("02.harsh")',
}
LISTS = [
    f"[role=group][aria-label={name}]" for name in ("User-user", "Item-item", "ALS")
]
MOVED = {  # what stands below each slider after one step
    "activity": "at least 10 ratings each",
    "half-steps": "half-step 1: the movies",
    "neighbours": "Up: half, 1 neighbour; expected",
    "ladder": "lists of 20",
    "alpha": "α = 40: played cells score",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory, request):
    """JupyterLab as `make lab` starts it, in an empty folder for work.

    Chromium starts meanwhile.
    """
    work = tmp_path_factory.mktemp("browser") / "work"
    log = work.parent / "log"
    cells = [nbformat.v4.new_code_cell(c.strip()) for c in EXPLORERS]
    work.mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    explorers = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(explorers, work / "explorers.ipynb")
    cells = [nbformat.v4.new_code_cell(text, id=i) for i, text in QUESTION.items()]
    asking = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(asking, work / "guesses.ipynb")
    command = [sys.executable, "-m", "workshop", "lab", "--no-browser"]
    command.append("--LabApp.expose_app_in_browser=True")  # so that we can ask it
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={
                **os.environ,
                "WORKBOOK_WORK": str(work),
                "HOME": str(work.parent),
                "WORKBOOK_CLASS_DATA": "off",
            },
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        request.getfixturevalue("browser")
        for _ in range(480):
            found = re.search(
                r"(http://127[\d.]+:\d+)/lab\S*token=(\w+)", log.read_text()
            )
            if found:
                break
            time.sleep(0.25)
        assert found, log.read_text()
        yield found[1], found[2], work
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait(20)


class Lab:
    """One page with one notebook in it."""

    def __init__(self, browser, server, name):
        self.address, self.token, self.work = server
        self.page = browser.new_page(viewport={"width": 1280, "height": 1400})
        self.outside: list[str] = []
        self.page.on("request", self._note)
        self.name = name
        self.open()

    def _note(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "ws:")):
            self.outside.append(request.url)

    def open(self) -> None:
        address = f"{self.address}/lab/tree/{self.name}?token={self.token}&reset"
        self.page.goto(address)
        self.page.wait_for_function(READY, timeout=90_000)
        self.files = self.page.locator(".jp-FileBrowser")
        self.began_with_files = self.files.is_visible()
        if self.began_with_files:
            self.page.keyboard.press("Control+b")

    def run_all(self) -> None:
        """Run all cells by the menu, and wait until each has been run."""
        code = (
            "window.jupyterapp.shell.currentWidget.content.widgets"
            ".filter(cell => cell.model.type === 'code')"
        )
        for _ in range(5):  # a click while Lab is still busy with itself may be lost
            menu = self.page.locator(".lm-MenuBar-itemLabel")
            menu.filter(has_text=re.compile("^Run$")).click()
            self.page.locator('[data-command="runmenu:run-all"]').click()
            try:
                begun = f"() => {code}.some(cell => cell.model.executionCount > 0)"
                self.page.wait_for_function(begun, timeout=20_000)
                break
            except sync_api.TimeoutError:
                continue
        done = f"() => {code}.every(cell => cell.model.executionCount > 0)"
        self.page.wait_for_function(done, timeout=200_000)
        self.page.wait_for_function(READY, timeout=90_000)

    def run_cell(self, cell_id: str) -> None:
        self.page.evaluate(
            """id => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const here = cell => cell.model.id === id;
                notebook.activeCellIndex = notebook.widgets.findIndex(here);
                return window.jupyterapp.commands.execute("notebook:run-cell");
            }""",
            cell_id,
        )

    def restart(self) -> None:
        """Restart the kernel, and leave the page as it is."""
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget"
            ".sessionContext.session.kernel.restart()"
        )

    def scroll_to(self, selector: str):
        """Lab draws only the cells that are in sight: go down until it is there."""
        target = self.page.locator(selector).first
        self.page.locator(".jp-WindowedPanel-outer").hover()
        for way in (900, -900):
            for _ in range(60):
                if target.count() and target.is_visible():
                    target.scroll_into_view_if_needed()
                    return target
                self.page.mouse.wheel(0, way)
                self.page.wait_for_timeout(100)
        self.picture("not-found")
        raise AssertionError(f"{selector} is not in {self.name}")

    def picture(self, what: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{what}.png")


@pytest.fixture
def lab(browser, server):
    opened = []

    def open_(name):
        opened.append(Lab(browser, server, name))
        return opened[-1]

    yield open_
    for one in opened:
        one.page.close()


@pytest.fixture(scope="module")
def start_here(browser, server):
    """Notebook 00, all of it run."""
    lab = Lab(browser, server, "00_start_here.ipynb")
    lab.run_all()
    yield lab
    lab.page.close()


def saved(work: Path) -> dict[int, float]:
    path = work / "my_ratings.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return {int(r["movie"]): float(r["rating"]) for r in csv.DictReader(file)}


def until(true, seconds=10.0):
    """Wait for something outside of the page to come true."""
    start = time.perf_counter()
    while not true():
        assert time.perf_counter() - start < seconds, "it did not happen"
        time.sleep(0.02)


def star(title: str, stars: str) -> str:
    return f'.rate-movies label:has-text("{stars} for {title}") input'


def too_wide(page) -> int:
    """How many of our boxes and buttons hold more than can be seen."""
    return page.evaluate(
        """() => {
            const all = kind => [...document.querySelectorAll(
                `.jp-OutputArea-output ${kind}`)].filter(e => e.offsetParent);
            const boxes = all(".widget-vbox").filter(
                e => e.scrollWidth > e.clientWidth + 1);
            const buttons = all(".jupyter-button").filter(e => {
                const words = document.createRange();
                words.selectNodeContents(e);
                const style = getComputedStyle(e);
                const room = e.getBoundingClientRect().width
                    - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
                return words.getBoundingClientRect().width > room;
            });
            return boxes.length + buttons.length;
        }"""
    )


def serious(page, ours: str = ".jp-OutputArea-output .jupyter-widgets") -> list:
    """What axe-core finds in our own outputs that would shut somebody out."""
    found = axe.Axe().run(page, ours)
    return [
        (v["id"], v["nodes"][0]["html"][:200])
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_the_screen_fits_and_can_be_used_by_everybody(start_here):
    page = start_here.page
    for width in (1440, 1280, 800):
        page.set_viewport_size({"width": width, "height": 900})
        start_here.scroll_to(star("Forrest Gump (1994)", "4½ stars"))
        page.evaluate("""() => document.querySelector(".rate-movies")
            .closest(".jp-OutputArea").scrollIntoView()""")
        panel, map_, *lists = (
            page.locator(part).first.bounding_box()
            for part in (".rate-movies", ".hover-map", *LISTS)
        )
        start_here.picture(f"00-screen-{width}")
        if width == 1440:  # all of it at once
            assert all(box["y"] >= 0 for box in (panel, map_))
            assert all(box["y"] + box["height"] < 876 for box in lists)
            assert map_["x"] > panel["x"] + 300
        if width == 800:  # below each other
            assert map_["y"] >= panel["y"] + panel["height"]
            assert lists[0]["y"] >= map_["y"] + map_["height"]
        assert too_wide(page) == 0
        assert serious(page) == []
        if width > 800:
            nothing_moves_from_under_the_mouse(page)
    page.set_viewport_size({"width": 1280, "height": 1400})


def nothing_moves_from_under_the_mouse(page):
    """Neither by the first star, nor by the import; and what is typed is in sight."""
    clicked = page.locator(star("Forrest Gump (1994)", "4 stars")).first
    bring = page.locator("button[title^='Open or close: import']")
    undo = page.locator("button[title^='Take the last']")
    fixed = [page.locator(star("Pulp Fiction (1994)", "2 stars")).first, bring, undo]
    before = [one.bounding_box() for one in fixed]
    clicked.click()
    expect(page.get_by_text("1 of 10 movies rated, all saved")).to_be_visible()
    bring.click()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    assert [one.bounding_box() for one in fixed] == before
    bring.click()
    title = page.locator("input[placeholder^='titanic']")
    title.fill("the godfather")
    answer = page.locator("[role=status]", has_text="The Godfather (1972), rated by")
    expect(answer).to_be_visible()
    box = answer.bounding_box()
    assert box["y"] + box["height"] < 876
    title.fill("")
    undo.click()
    expect(page.get_by_text("0 of 10 movies rated")).to_be_visible()


def test_a_newcomers_walk_by_mouse_and_keyboard(start_here):
    page = start_here
    page.scroll_to(star("Forrest Gump (1994)", "4½ stars")).click()
    until(lambda: saved(page.work) == {356: 4.5})
    expect(page.page.get_by_label(re.compile("map of .* 1 of them"))).to_be_visible()

    # By keyboard: search, then Tab to the stars, then Space.
    page.scroll_to('input[placeholder^="the matrix"]').focus()
    page.page.keyboard.type("the matr")
    matrix = page.page.locator(star("The Matrix (1999)", "5 stars")).first
    each = page.page.get_by_role("radio", name=re.compile("^½ star for "))
    expect(each).to_have_count(3 + 1)  # found, and rated: all letters have arrived
    for _ in range(11):  # Undo, then ½, 1, ... 5
        page.page.keyboard.press("Tab")
    expect(matrix).to_be_focused()
    page.page.keyboard.press("Space")
    until(lambda: saved(page.work) == {356: 4.5, 2571: 5.0})
    chosen = {"name": "5 stars for The Matrix (1999)", "exact": True, "checked": True}
    expect(page.page.get_by_role("radio", **chosen).first).to_be_attached()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Tab")  # past Clear
    page.picture("00-rate")

    # The map, the lists and what is asked about follow.
    expect(page.page.get_by_label(re.compile("map of .* 2 of them"))).to_be_visible()
    expect(page.page.get_by_text("For you, from 2 ratings").first).to_be_visible()
    for method in LISTS[:2]:
        expect(page.page.locator(method)).to_contain_text("% from your")
    why = page.scroll_to("input[placeholder^='titanic']")
    why.focus()
    page.page.keyboard.type("titanic")
    words = page.page.locator("[role=status]", has_text="Titanic (1997), rated by")
    expect(words).to_contain_text("from your taste), no. ")
    before = words.inner_text()
    find = page.page.locator('input[placeholder^="the matrix"]')
    find.fill("pulp fiction")
    page.scroll_to(star("Pulp Fiction (1994)", "½ star")).click()
    expect(words).not_to_have_text(before)
    page.picture("00-why-not")
    find.fill("oppenheimer 2023")
    expect(page.page.get_by_text("movies here end in 2016").first).to_be_visible()
    assert serious(page.page) == [] and page.outside == []

    # What was saved is there again after a restart of the kernel.
    page.restart()
    page.open()
    page.run_cell("rate-panel")
    page.scroll_to("text=3 of 10")
    again = page.page.get_by_role("radio", **chosen).first
    expect(again).to_be_attached()
    (page.work / "my_ratings.csv").unlink()


def test_ratings_are_brought_along_by_keyboard(start_here):
    page, keys = start_here.page, start_here.page.keyboard
    page.on("filechooser", lambda _: None)  # or the first is Chromium's own
    for width in (800, 1440, 1280):
        page.set_viewport_size({"width": width, "height": 1400})
        start_here.scroll_to("button[title^='Open or close: import']").focus()
        keys.press("Enter")
        expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
        keys.press("Tab")
        with page.expect_file_chooser() as chooser:
            keys.press("Space")
        mine = b"title,rating\nHamlet,4\nAmelie,4.5\nNo Such Film,2\n"
        chooser.value.set_files(
            {"name": "mine.csv", "mimeType": "text/csv", "buffer": mine}
        )
        hamlet = page.locator("button[title='Hamlet (1948) for Hamlet']")
        expect(
            page.get_by_text("1 not in MovieLens small: No Such Film")
        ).to_be_visible()
        for _ in range(8):  # the path, none of these, and the Hamlets in between
            if hamlet.evaluate("button => button !== document.activeElement"):
                keys.press("Tab")
        expect(hamlet).to_be_focused()
        keys.press("Space")
        start_here.picture(f"00-bring-along-{width}")
        assert too_wide(page) == 0
        assert serious(page) == []
        if width != 1280:  # close it again: nothing was saved
            page.locator("button[title^='Open or close: import']").press("Enter")
            expect(hamlet).to_be_hidden()
            assert 1941 not in saved(start_here.work)
    add = page.get_by_role("button", name="Add to my ratings")
    add.focus()
    keys.press("Enter")
    expect(page.get_by_text("2 ratings added to the")).to_be_visible()
    until(lambda: saved(start_here.work).items() >= {1941: 4.0, 4973: 4.5}.items())
    assert start_here.outside == []
    (start_here.work / "my_ratings.csv").unlink()


def test_your_taste_is_a_page_for_every_screen(browser, work):
    my_taste()
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((work / "my_taste.html").as_uri())
    for width in (1440, 1280, 800, 390):
        for theme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"taste-{width}-{theme}.png")
            assert page.evaluate("document.body.scrollWidth <= window.innerWidth")
            assert width != 800 or serious(page, "body") == []
    assert len(asked) == 1  # the page itself
    page.close()


def test_explorers_answer(lab):
    opened = lab("explorers.ipynb")
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 3600})  # all in sight at once
    opened.run_all()
    opened.scroll_to(".hover-map")
    handles = page.locator(".widget-slider .noUi-handle")
    pictures = page.locator(".jp-OutputArea img[alt]")
    assert handles.count() == pictures.count() == len(MOVED)
    # On a dark theme figures get dark paper, and so does what was drawn before.
    paper = """figure => ["false", "true"].map(light => {
        document.body.dataset.jpThemeLight = light;
        return getComputedStyle(figure).filter.split("(")[0];
    })"""
    assert pictures.first.evaluate(paper) == ["invert", "none"]
    # A list of similarities: the same neighbours, the same prediction.
    page.locator(".widget-dropdown select").first.select_option("plain")
    expect(page.get_by_text("Up: plain, 2 neighbours; expected")).to_be_visible()
    page.locator(".widget-dropdown select").first.select_option("half")
    for i, words in enumerate(MOVED.values()):
        before = pictures.nth(i).get_attribute("src")
        handles.nth(i).focus()
        page.keyboard.press("Home" if i == 2 else "ArrowRight")
        expect(pictures.nth(i)).to_have_attribute("alt", re.compile(words))
        expect(pictures.nth(i)).not_to_have_attribute("src", before)
        expect(page.get_by_text(words).first).to_be_visible()
    play = page.get_by_role("button", name="Play")
    play.press("Space")  # from the second of three to the last
    expect(pictures.nth(1)).to_have_attribute("alt", re.compile("half-step 2"))
    expect(play).to_be_visible()
    # The map: by mouse, and by keyboard.
    heat = page.locator(".hover-map .movie", has_text="Heat, 3 ratings")
    expect(heat.locator("text")).to_be_hidden()
    heat.locator("path").hover()
    expect(heat.locator("text")).to_be_visible()
    page.locator(".widget-dropdown select").last.focus()
    page.keyboard.type("Up")
    expect(page.get_by_text("Up, 2 ratings, Action. Nearest")).to_be_visible()
    opened.picture("explorers-1280")
    page.set_viewport_size({"width": 800, "height": 3600})
    opened.picture("explorers-800")
    assert too_wide(page) == 0
    # ipywidgets gives the handle of a slider no name; its label stands beside it.
    assert {fault for fault, _ in serious(page)} <= {"aria-input-field-name"}


def test_a_guess_by_mouse_and_keyboard_and_its_answer_after_the_cell(lab):
    opened = lab("guesses.ipynb")
    assert opened.began_with_files
    page, path = opened.page, opened.work / "record" / "guesses.json"

    def kept():
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    opened.run_cell("guess-zeros")
    ben = page.locator(".jupyter-widgets button", has_text="Ben")
    ben.click()
    until(lambda: kept().get("02.zeros", {}).get("vote") == "Ben")
    ben.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    until(lambda: kept()["02.zeros"]["vote"] == "Chloe")
    expect(page.get_by_text("Kept: Chloe.")).to_be_visible()
    assert "answer" not in kept()["02.zeros"]
    opened.run_cell("cosine-zero-filled")
    expect(page.get_by_text("Foreseen: Chloe.")).to_be_visible()
    until(lambda: kept()["02.zeros"].get("foreseen") is True)
    opened.run_cell("guess-harsh")
    page.get_by_placeholder("stars, then Enter").fill("1.5")
    page.keyboard.press("Enter")
    until(lambda: kept().get("02.harsh", {}).get("vote") == 1.5)
    page.get_by_role("button", name="Show the answer").click()
    expect(page.get_by_text("The answer needs means")).to_be_visible()
    for width in (1440, 1280, 800):
        page.set_viewport_size({"width": width, "height": 900})
        opened.picture(f"guess-{width}")
        assert too_wide(page) == 0 and serious(page) == []
    assert opened.outside == []

    # Its kernel is gone, and then the page, too: a sentence stands beside Lab's signs.
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    words = """selector => getComputedStyle(document.querySelector(
        `.jp-OutputArea-output${selector}`), "::before").content"""
    opened.restart()
    chain = page.locator(".jupyter-widgets-disconnected").first
    expect(chain).to_be_visible(timeout=20_000)
    found = page.evaluate(words, ":has(> .jupyter-widgets-disconnected)")
    assert "Run All Above Selected Cell" in found
    opened.open()
    gone = page.get_by_text("Error displaying widget: model not found").first
    expect(gone).to_be_visible(timeout=20_000)
    assert page.evaluate(words, ".jupyter-widgets") == found
    opened.picture("panel-without-kernel")
    assert not opened.began_with_files  # at this width, until they are asked for
    page.locator(".lm-TabBar-tab[data-id=filebrowser]").click()
    expect(opened.files).to_be_visible()
    page.keyboard.press("Control+b")
    expect(opened.files).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.name for path in originals()])
def test_run_all(lab, name):
    page = lab(name)
    page.run_all()
    page.picture(name[:2])
    assert page.outside == []
    page.page.keyboard.press("Control+s")
    until(lambda: _executed(page.work / name), 60)
    for cell in nbformat.read(page.work / name, 4).cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source


def _executed(path: Path) -> bool:
    try:
        cells = nbformat.read(path, 4).cells
    except nbformat.reader.NotJSONError:  # Lab is about to write it
        return False
    return all(c.execution_count for c in cells if c.cell_type == "code")
