"""A review as a comment of a pull request, in GitHub's Markdown and within its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lakeform.render import Verbatim, render
from lakeform.review import words
from lakeform.review.formats.escape import code
from lakeform.review.formats.escape import markdown as escape
from lakeform.review.formats.text import SIGNS, TURNS
from lakeform.review.model import Review
from lakeform.visible import printable

LIMIT = 65_536
"""The longest comment that GitHub takes, in characters. Bytes are counted here: no fewer."""

_LEFT_FOR_OTHERS = 1_000
"""Of those, what is left for a line that a workflow puts in front or after."""

MARKER = "<!-- lakeform review: {} -->"
"""The first line, by which a workflow finds the comment that it renews."""

_UNLIMITED = 1_000_000


@dataclass(frozen=True)
class Detail:
    """How much is told.

    Attributes:
        rows: of a list; what is left out is counted.
        value: characters of a value, a sentence or a name.
        attributes: whether it is told which attributes change, and what policies are made of.
    """

    rows: int
    value: int
    attributes: bool


_LEVELS = (
    Detail(rows=_UNLIMITED, value=600, attributes=True),
    Detail(rows=400, value=300, attributes=True),
    Detail(rows=200, value=200, attributes=False),
    Detail(rows=60, value=160, attributes=False),
    Detail(rows=20, value=120, attributes=False),
    Detail(rows=5, value=80, attributes=False),
    Detail(rows=2, value=40, attributes=False),
)
"""From all there is down to what surely fits: the most detailed that fits is taken."""

_CUT = "\n\n… cut: the report is longer than a comment may be.\n"


def markdown(reviews: Sequence[Review], limit: int = LIMIT - _LEFT_FOR_OTHERS) -> str:
    """The reviews, as detailed as fits into `limit` bytes; they say where something is left out."""
    room = limit // max(1, len(reviews)) - 1
    return "\n".join(_fitting(review, room) for review in reviews)


def _fitting(review: Review, limit: int) -> str:
    for detail in _LEVELS:
        shown = _render(review, detail)
        if len(shown.encode()) <= limit:
            return shown
    # Not even that fits where there are very many policies with findings, or parts.
    room = limit - len(_CUT.encode())
    return shown.encode()[:room].decode(errors="ignore").rsplit("\n", 1)[0] + _CUT


def _render(review: Review, detail: Detail) -> str:
    def line(shown: object) -> Verbatim:
        return Verbatim(escape(printable(str(shown), detail.value)))

    def name(shown: object) -> Verbatim:
        return Verbatim(code(printable(str(shown), detail.value)))

    return render(
        "reports/review.md.j2",
        {
            "review": review,
            "words": words,
            "detail": detail,
            "marker": Verbatim(MARKER.format(_marker(review.subject))),
            "line": line,
            "name": name,
            "signs": {kind: sign for kind, (sign, _) in SIGNS.items()},
            "turns": {turn: sign for turn, (sign, _) in TURNS.items()},
            "is_cut": detail is not _LEVELS[0],
        },
        escape=escape,
    )


def _marker(subject: str) -> str:
    """The subject inside an HTML comment, which `--` and `>` would end."""
    kept = "".join(each if each.isalnum() or each in " ._/" else "-" for each in subject)
    return " ".join(kept.replace("--", "- ").split())[:100]
