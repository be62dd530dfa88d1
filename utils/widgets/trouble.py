"""What goes wrong behind a button or a slider, said where it can be seen."""

import functools
import html
import traceback
from collections.abc import Callable

import ipywidgets


class Trouble(ipywidgets.HTML):
    """A line of a widget that is empty until one of its callbacks fails.

    Jupyter writes such an error into a log that nobody opens, and the widget goes on
    showing what was true before.
    """

    def shows(self, call: Callable, undo: Callable[[], None] | None = None) -> Callable:
        """A callback that shows its error here, and clears the line where it succeeds.

        Parameters
        ----------
        call : callable
        undo : callable, optional
            Called after an error: takes away what is shown and no longer true.
        """

        @functools.wraps(call)
        def seen(*args):
            try:
                call(*args)
            except Exception as error:  # whatever it is, it must not be lost
                if undo:
                    undo()
                self.show(error)
            else:
                self.value = ""

        return seen

    def show(self, error: Exception) -> None:
        """Show an error in words, with its traceback folded."""
        where = "".join(traceback.format_exception(error))
        self.value = (
            '<div role="alert" style="border-left: 6px solid #DE8F05; '
            'padding: 0.4em 0.9em"><b>✘ This did not work.</b> '
            f"{html.escape(f'{type(error).__name__}: {error}')}"
            f"<details><summary>For whoever helps you</summary>"
            f"<pre>{html.escape(where)}</pre></details></div>"
        )
