"""Guess what will come out before a cell is run; the answer shows when it was."""

import html
from collections.abc import Mapping
from typing import Any

import ipywidgets
from IPython import get_ipython

from utils.exercises import questions
from utils.exercises.questions.question import (
    NotYet,
    Outcome,
    Question,
    in_words,
    nearness,
    outcome,
    typed_number,
)
from utils.widgets.trouble import Trouble

# What `workshop run` writes for any widget, so that a stored output is a run's.
STILL = "An interactive panel stands here while the notebook runs in JupyterLab."
EDGE = (
    '<div class="guess" style="border-left: 6px solid {}; padding: 0.2em 0.9em; '
    'margin: 0.2em 0">{}</div>'
)
BLUE, GREEN, ORANGE = "#0173B2", "#029E73", "#DE8F05"
_shown: dict[str, "Guess"] = {}  # the question as it was shown last, by its name


class Guess(ipywidgets.VBox):
    """A question with buttons, or a number to type, and its answer afterwards.

    It shows the answer when the cell that it asks about has been run, or on a button.
    Where widgets do not run, Jupyter shows the question with its answer folded.

    Attributes
    ----------
    question : Question
    vote : str or float or None
        Your answer as it is on the disk.
    late : bool
        The cell was run before there was an answer.
    trouble : Trouble
        Empty until something goes wrong, such as saving on a full disk.
    """

    def __init__(self, question: Question) -> None:
        self.question, self.late = question, False
        before = questions.kept(question.name)
        self.vote = before.get("vote")
        if question.choices and self.vote not in question.choices:
            self.vote = None  # of an older question
        self.trouble = Trouble()
        self._asks = ipywidgets.HTML(_asked(question))
        self._input = self._choices() if question.choices else self._number()
        self._input.observe(self.trouble.shows(self._take, self._as_kept), "value")
        self._show = ipywidgets.Button(description="Show the answer")
        self._show.on_click(self.trouble.shows(self._asked_for))
        self._status = ipywidgets.HTML()
        super().__init__([self._asks, self._input, self.trouble, self._status])
        self._as_kept()
        if "foreseen" in before and self.vote is not None:
            known = Outcome(before["answer"], before["foreseen"], question.why)
            self.late = before.get("late", False)
            self._tell(known._replace(why=known.why * before.get("usual", True)))

    def _choices(self) -> ipywidgets.ToggleButtons:
        return ipywidgets.ToggleButtons(
            options=self.question.choices,
            value=None,
            tooltips=[f"{self.question.asks} {c}" for c in self.question.choices],
            style={"button_width": "auto"},
        )

    def _number(self) -> ipywidgets.Text:
        return ipywidgets.Text(
            description="A number",
            placeholder=f"{self.question.unit}, then Enter".removeprefix(", "),
            continuous_update=False,
            style={"description_width": "initial"},
            layout={"width": "24em"},
        )

    def _as_kept(self) -> None:
        """Show what is on the disk, and no more than that."""
        self._input.value = self.vote if self.question.choices else self._typed()
        if self.vote is None:
            self._say("Answer before you run the next cell." * (not self.late))
        else:
            words = html.escape(in_words(self.question, self.vote))
            self._say(f"Kept: <b>{words}</b>. You may change it until you run on.")

    def _typed(self) -> str:
        return "" if self.vote is None else f"{self.vote:g}"

    def _take(self, change) -> None:
        """Keep an answer; only what is on the disk is called kept."""
        value = change.new
        if not self.question.choices and value and value != self._typed():
            value = typed_number(value)
        elif not self.question.choices:
            return
        if value is None or value == self.vote:
            return
        changes = {"late": True} if self.late else {}
        questions.keep(self.question.name, vote=value, **changes)
        self.vote = value
        self._as_kept()
        if self.late:
            self.reveal()

    def _asked_for(self, _) -> None:
        try:
            self.reveal()
        except NotYet as error:
            self._say(html.escape(str(error)))

    def comes_true(self) -> None:
        """The cell that is asked about was run."""
        if self.vote is not None:
            self.reveal()
        elif not self.late:
            self.late = True
            self._say(
                "The cell has been run, so an answer does not count any more. "
                "What would you have said?"
            )

    def reveal(self, names: Mapping[str, Any] | None = None) -> None:
        """Show the answer, and keep whether it was foreseen.

        Parameters
        ----------
        names : mapping, optional
            What the notebook has computed; its own names, if left out.

        Raises
        ------
        NotYet
            If the notebook has not come that far.
        OSError
            If it can't be kept; the answer is shown all the same.
        """
        if names is None:
            shell = get_ipython()
            names = shell.user_ns if shell else {}
        told = outcome(self.question, self.vote, names)
        self._tell(told)
        changes = {"answer": told.answer, "foreseen": told.foreseen}
        questions.keep(self.question.name, usual=bool(told.why), **changes)

    def _tell(self, told: Outcome) -> None:
        self._input.disabled = True
        _shown.pop(self.question.name, None)
        said = html.escape(in_words(self.question, self.vote))
        answer = html.escape(in_words(self.question, told.answer))
        why = html.escape(told.why)
        colour, verdict = ORANGE, f"○ You said {said}. <b>It is {answer}.</b>"
        if told.foreseen:
            colour, verdict = GREEN, f"<b>✔ Foreseen: {answer}.</b>"
            if answer != said:
                near = html.escape(nearness(self.question))
                verdict = (
                    f"<b>✔ Near enough:</b> you said {said}, it is {answer} ({near})."
                )
        if self.late:
            why += " (After the output: it does not count.)"
        self._say(f"{verdict} {why}", colour)

    def _say(self, words: str, colour: str = BLUE) -> None:
        told = self._input.disabled
        said = f'<div role="status">{words}</div>'
        self._status.value = EDGE.format(colour, said) if told else said
        shown = [self._asks, self._input, self.trouble, self._status]
        ask_for_it = self.vote is not None and not told
        self.children = [*shown, self._show] if ask_for_it else shown

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = still(self.question)
        bundle["text/plain"] = STILL
        return bundle


def _asked(question: Question) -> str:
    return f"<b>Your guess.</b> {html.escape(question.asks)}"


def still(question: Question) -> str:
    """A question as HTML that needs no kernel: its answer is folded.

    Examples
    --------
    >>> ask = Question("02.x", "More has", lambda: "Ana", "She came first.",
    ...                choices=("Ana", "Ben"), answer="Ana")
    >>> page = still(ask)
    >>> page.count("<li>"), "<details>" in page, "Ana. She came first." in page
    (2, True, True)
    """
    boxes = "".join(f"<li>{html.escape(c)}</li>" for c in question.choices)
    listed = (
        f"<ul style=\"list-style-type: '☐ '\">{boxes}</ul>"
        if boxes
        else (f" ______ {html.escape(question.unit)}")
    )
    found = f"{question.answer}." if question.answer else "The next output says it."
    return EDGE.format(
        BLUE,
        f"{_asked(question)}{listed}<details><summary>The answer, when you have seen "
        f"what comes out</summary>{html.escape(f'{found} {question.why}')}</details>",
    )


def _a_cell_was_run(result) -> None:
    """Tell the questions about it; Jupyter calls this after each cell."""
    for asked in list(_shown.values()):
        if result.success and asked.question.cell == result.info.cell_id:
            asked.trouble.shows(asked.comes_true)()


def guess(name: str) -> Guess:
    """Guess what will come out; your guess is kept, and the answer shown afterwards.

    Parameters
    ----------
    name : str
        Notebook and a word, "02.zeros".

    Returns
    -------
    Guess
        Shown where widgets run. `exercises.progress` counts what you foresaw.

    Raises
    ------
    ValueError
        If there is no such question.
    """
    asked = _shown[name] = Guess(questions.find(name))
    if (shell := get_ipython()) is not None:
        shell.events.register("post_run_cell", _a_cell_was_run)
    return asked
