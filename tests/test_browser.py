"""What a learner sees and touches, in a real browser.

Skipped where there is no Chromium or no Playwright. Pictures of what was seen are left
in ``_build/screenshots``.
"""

import csv
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from utils.files import ROOT
from utils.notebooks import originals

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is missing")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

expect = sync_api.expect
PICTURES = ROOT / "_build" / "screenshots"
READY = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
  return session?.isReady && session.session.kernel.status === "idle";
}"""
EXPLORERS = {
    "activity": """
import pandas as pd
from utils.widgets import activity_explorer
shares = pd.DataFrame({"density": [0.1, 0.5], "users kept": [1.0, 0.2]}, index=[1, 10])
activity_explorer(shares)
""",
    "half-steps": """
import numpy as np
from scipy import sparse
from utils.widgets import half_step_explorer
X = sparse.csr_array(np.array([[4.0, 0, 2], [0, 3, 5]]))
U, V = np.eye(2), np.ones((3, 2))
steps = [(U, V), (U, V + 1), (U + 1, V + 1)]
losses = np.array([9.0, 5.0, 4.0])
half_step_explorer(X, steps, losses, ["Ana", "Ben"], ["Heat", "Up", "Alien"])
""",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab as `make lab` starts it, in an empty folder for work."""
    work = tmp_path_factory.mktemp("browser") / "work"
    log = work.parent / "log"
    cells = [nbformat.v4.new_code_cell(c.strip()) for c in EXPLORERS.values()]
    work.mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    explorers = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(explorers, work / "explorers.ipynb")
    command = [sys.executable, "-m", "utils.notebooks", "lab", "--no-browser"]
    command.append("--LabApp.expose_app_in_browser=True")  # so that we can ask it
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "WORKBOOK_WORK": str(work), "HOME": str(work.parent)},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        for _ in range(240):
            found = re.search(
                r"(http://127[\d.]+:\d+)/lab\S*token=(\w+)", log.read_text()
            )
            if found:
                break
            time.sleep(0.25)
        yield found[1], found[2], work
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


class Lab:
    """One page with one notebook in it."""

    def __init__(self, browser, server, name, width=1280):
        self.address, self.token, self.work = server
        self.page = browser.new_page(viewport={"width": width, "height": 1400})
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
        if self.page.locator(".jp-FileBrowser").is_visible():
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

    def restart(self) -> None:
        """Restart the kernel, and come back to the notebook as it was saved."""
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget"
            ".sessionContext.session.kernel.restart()"
        )
        self.open()

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
def lab(browser, server, request):
    opened = []

    def open_(name, width=1280):
        opened.append(Lab(browser, server, name, width))
        return opened[-1]

    yield open_
    for one in opened:
        one.page.close()


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
    return f'button[title="{stars} stars for {title}"]'


def test_a_newcomers_walk_by_mouse_and_keyboard(lab):
    page = lab("00_start_here.ipynb")
    page.run_all()
    page.scroll_to(star("Forrest Gump (1994)", "4.5")).click()
    until(lambda: saved(page.work) == {356: 4.5})

    # By keyboard: search, then Tab to the stars, then Space.
    box = page.scroll_to('input[placeholder^="the matrix"]')
    box.focus()
    page.page.keyboard.type("the matr")
    page.page.wait_for_selector(star("Matrix, The (1999)", "5"))
    for _ in range(10):  # ½, 1, ... 5
        page.page.keyboard.press("Tab")
    page.page.keyboard.press("Space")
    until(lambda: saved(page.work) == {356: 4.5, 2571: 5.0})
    page.picture("00-rate")

    lists = page.scroll_to('section[aria-label="Item-item"]')
    assert "because you liked" in lists.inner_text()
    expect(page.page.get_by_text("For you, from 2 ratings").first).to_be_visible()
    page.picture("00-lists")
    assert page.outside == []

    # What was saved is there again after a restart of the kernel.
    page.restart()
    page.run_all()
    page.scroll_to("text=2 of 10")
    again = page.page.locator(star("Matrix, The (1999)", "5")).first
    assert "mod-active" in again.get_attribute("class")
    (page.work / "my_ratings.csv").unlink()


@pytest.mark.parametrize("width", [1280, 800])
def test_the_panel_fits_and_can_be_used_by_everybody(lab, width):
    page = lab("00_start_here.ipynb", width)
    page.run_all()
    page.scroll_to(star("Forrest Gump (1994)", "4.5"))
    wide = page.page.evaluate(
        "() => [...document.querySelectorAll('.jp-OutputArea-output .widget-vbox')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    page.picture(f"00-panel-{width}")
    assert wide == 0
    found = axe.Axe().run(page.page, ".jp-OutputArea-output .jupyter-widgets")
    serious = [
        (v["id"], v["nodes"][0]["html"][:200])
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_explorers_answer(lab):
    page = lab("explorers.ipynb")
    page.run_all()
    handles = page.page.locator(".widget-slider .noUi-handle")
    assert handles.count() == 2
    for i, words in enumerate(["at least 10 ratings each", "half-step 1: the movies"]):
        picture = page.page.locator(".jp-OutputArea img[alt]").nth(i)
        before = picture.get_attribute("src")
        handles.nth(i).focus()
        page.page.keyboard.press("ArrowRight")
        expect(picture).to_have_attribute("alt", re.compile(words))
        expect(picture).not_to_have_attribute("src", before)
        expect(page.page.get_by_text(words).first).to_be_visible()
    page.picture("explorers")


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
    cells = [c for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    return all(c.execution_count for c in cells)
