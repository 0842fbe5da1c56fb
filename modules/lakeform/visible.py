"""Text that somebody else wrote, shown as what it is.

Names, tags and messages come from a plan or from another program, and so from anybody. A terminal,
an editor or a browser must not act on a character in them that nobody sees.
"""

from __future__ import annotations

import html
import unicodedata

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


def hypertext(text: str) -> str:
    """A text inside an element or an attribute in quotes."""
    return html.escape(printable(text), quote=True)
