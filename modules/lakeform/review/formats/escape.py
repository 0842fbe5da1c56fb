"""Text that somebody else wrote, made harmless in each language that a report is written in.

Names, tags, descriptions and policies come from a plan, and so from whoever opened the pull
request. They must neither break a report nor look like a part of it.
"""

from __future__ import annotations

import re

from lakeform.render import Verbatim
from lakeform.visible import hypertext, printable

# --- Markdown ------------------------------------------------------------------------------------

_ORDINARY = re.compile(r"[\w ,;'\"=/%()?.:+→…-]")
_BLOCK = re.compile(r"[-+=]|\d+[.)]")
"""What begins a list, or makes a heading of the line above."""

_LINK = re.compile(r"://|www\.|\bgh-\d|:[a-z0-9_+-]+(:|$)", re.IGNORECASE)
"""What GitHub makes a link, a reference or an emoji of, after Markdown has been rendered; an emoji
also with a colon that a template puts behind."""


def markdown(text: str) -> str:
    """A text in a line of GitHub's Markdown.

    Letters, digits and harmless punctuation stand as they are; a text with anything else (`*`, `<`,
    `@`, `#`, a link, the start of a list) becomes code, in which GitHub interprets nothing.
    """
    line = printable(text)
    if not line.strip():
        return code(line) if line else ""
    ordinary = not (_ORDINARY.sub("", line) or _LINK.search(line) or _BLOCK.match(line))
    if ordinary and line == line.strip():
        return line.replace("_", "\\_")
    return code(line)


def code(text: str) -> str:
    """A text as code inside a line of Markdown."""
    line = printable(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    room = " " if not line.strip(" ") or line[0] in "` " or line[-1] in "` " else ""
    return f"{fence}{room}{line}{room}{fence}" if line else ""


# --- HTML ----------------------------------------------------------------------------------------


def isolated(text: str) -> Verbatim:
    """A name inside an element, kept from turning around what stands beside it."""
    return Verbatim(f"<bdi>{hypertext(text)}</bdi>")


# --- SARIF ---------------------------------------------------------------------------------------


def sarif(text: str) -> str:
    """A text as a SARIF message, where `[text](target)` would be a link, and `{0}` an argument."""
    line = printable(text)
    line = re.sub(r"([\\\[\]])", r"\\\1", line)
    return line.replace("{", "{{").replace("}", "}}")
