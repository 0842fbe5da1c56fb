"""Text that somebody else wrote, made harmless in each language that a report is written in.

Names, tags, descriptions and policies come from a plan, and so from whoever opened the pull
request. They must neither break a report nor look like a part of it.
"""

from __future__ import annotations

import html
import re
import unicodedata

from lakeform.render import Verbatim

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that show nothing, though Unicode counts them as letters, marks or symbols."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, formats (bidirectional ones among them), surrogates, line and paragraph separators."""

_MOST_MARKS = 2
"""Combining marks that one letter bears; more of them run over the lines around it."""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str, longest: int | None = None) -> str:
    """A text as one line of characters that can be seen; others as `\\u202e`.

    Args:
        longest: characters that are left of it, at most; what is cut off is counted. It is cut
            between words, where one ends in the last third.
    """
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    if longest is None or len(text) <= longest:
        return text
    end = text.rfind(" ", longest * 2 // 3, longest + 1)
    end = longest if end < 0 else end
    return f"{text[:end]}… ({len(text) - end} more characters)"


def _visible(text: str) -> str:
    shown: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        hidden = (
            category in _HIDDEN_CATEGORIES
            or character in _INVISIBLE
            or _is_selector(character)
            or (category == "Zs" and character != " ")
            or marks > _MOST_MARKS
        )
        shown.append(_code(character) if hidden else character)
    return "".join(shown)


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _code(character: str) -> str:
    named = _NAMED.get(character)
    if named is not None:
        return named
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


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


def hypertext(text: str) -> str:
    """A text inside an element or an attribute in quotes."""
    return html.escape(printable(text), quote=True)


def isolated(text: str) -> Verbatim:
    """A name inside an element, kept from turning around what stands beside it."""
    return Verbatim(f"<bdi>{hypertext(text)}</bdi>")


# --- SARIF ---------------------------------------------------------------------------------------


def sarif(text: str) -> str:
    """A text as a SARIF message, where `[text](target)` would be a link, and `{0}` an argument."""
    line = printable(text)
    line = re.sub(r"([\\\[\]])", r"\\\1", line)
    return line.replace("{", "{{").replace("}", "}}")
