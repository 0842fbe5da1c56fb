"""A review as one HTML file that loads nothing, reads well on a phone, and can be searched."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from lakeform.render import Verbatim, render, template_text
from lakeform.review import words
from lakeform.review.formats.escape import isolated
from lakeform.review.formats.text import SIGNS, TURNS
from lakeform.review.model import Review
from lakeform.visible import hypertext, printable

_LONGEST_VALUE = 2_000


def html(reviews: Sequence[Review]) -> str:
    """All reviews in one page.

    The page's own policy lets a browser run and load nothing but the style and the script in it, by
    their digests: what slipped through the escaping couldn't run either.
    """
    style = template_text("reports/review.css")
    script = template_text("reports/review.js")
    return render(
        "reports/review.html.j2",
        {
            "reviews": reviews,
            "words": words,
            "name": isolated,
            "line": lambda shown: Verbatim(hypertext(printable(str(shown), _LONGEST_VALUE))),
            "longest": _LONGEST_VALUE,
            "signs": {kind: sign for kind, (sign, _) in SIGNS.items()},
            "turns": {turn: sign for turn, (sign, _) in TURNS.items()},
            "style": Verbatim(style),
            "script": Verbatim(script),
            "style_digest": _digest(style),
            "script_digest": _digest(script),
        },
        escape=hypertext,
    )


def _digest(text: str) -> Verbatim:
    """What a content security policy calls a text by."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Verbatim(f"'sha256-{digest}'")
