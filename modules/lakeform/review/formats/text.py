"""A review for a terminal, a pipe or a log."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lakeform.logs import without_commands
from lakeform.render import Verbatim, render
from lakeform.review import words
from lakeform.review.model import Kind, Review
from lakeform.visible import printable

_LONGEST_VALUE = 120
_LONGEST_LINE = 2_000
_WIDEST = 120

_STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
}

SIGNS = {
    Kind.DESTROYED: ("-", "red"),
    Kind.REPLACED: ("!", "magenta"),
    Kind.FORGOTTEN: ("x", "yellow"),
    Kind.CHANGED: ("~", "yellow"),
    Kind.CREATED: ("+", "green"),
    Kind.IMPORTED: ("<", "dim"),
    Kind.MOVED: (">", "dim"),
}
"""How a kind is marked, and its colour."""

TURNS = {"gains": ("+", "yellow"), "loses": ("-", "green"), "changes": ("~", "yellow")}


@dataclass(frozen=True)
class Screen:
    """Where the text appears."""

    width: int = 100
    colours: bool = False

    @classmethod
    def of_terminal(cls) -> Screen:
        """Standard output's. A file, a pipe and `NO_COLOR` get no colours."""
        terminal = sys.stdout.isatty()
        colours = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        columns = shutil.get_terminal_size((100, 0)).columns
        return cls(min(columns, _WIDEST) if terminal else 100, colours)


def text(reviews: Sequence[Review], screen: Screen | None = None) -> str:
    """The whole reviews, what matters most first."""
    place = Screen() if screen is None else screen
    return without_commands("\n".join(_text(review, place) for review in reviews))


def _text(review: Review, place: Screen) -> str:
    return render(
        "reports/review.txt.j2",
        {
            "review": review,
            "words": words,
            "paint": _painter(place),
            "wrap": _wrapper(place),
            "signs": SIGNS,
            "turns": TURNS,
            "longest": _LONGEST_VALUE,
        },
        escape=printable,
    )


def _painter(screen: Screen) -> Callable[[str, str], Verbatim]:
    def paint(style: str, shown: object) -> Verbatim:
        # What is verbatim is escaped already, and has colours of its own.
        plain = shown if isinstance(shown, Verbatim) else Verbatim(printable(str(shown)))
        return Verbatim(f"\x1b[{_STYLES[style]}m{plain}\x1b[0m") if screen.colours else plain

    return paint


def _wrapper(screen: Screen) -> Callable[..., Verbatim]:
    def wrap(shown: str, indent: int, hanging: int | None = None) -> Verbatim:
        """Lines of a text after the first's indent, which the template has written."""
        lines = textwrap.wrap(
            printable(str(shown), _LONGEST_LINE),
            max(screen.width, 40),
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent if hanging is None else hanging),
            break_on_hyphens=False,
        )
        return Verbatim("\n".join(lines)[indent:])

    return wrap
