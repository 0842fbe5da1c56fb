"""What is wrong with a file that isn't YAML: in words of its writer's, not of the parser's.

The parser says where it gave up and, in `context`, what it was in. What was meant is read from the
lines around. libyaml and PyYAML's own parser have words that differ; what both have is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from lakeform.config.base import quoted
from lakeform.errors import Problem

_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*([\w.-]+):[^\s:/]")
"""`name:acme`; not `https://acme`."""
_KEY_WITH_VALUE = re.compile(r"\s*(?:- +)*[^\s#][^#]*?: +[^\s#]")
_CLOSES = {"[": "]", "{": "}"}
_ALIAS = re.compile(r"[*&][^\s,\]}]*")


@dataclass(frozen=True)
class _Place:
    """A line and a column, from 0, and the file's lines."""

    lines: list[str]
    line: int
    column: int

    @property
    def text(self) -> str:
        """The whole line; empty behind the end of the file."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def before(self) -> str:
        return self.text[: self.column]

    @property
    def here(self) -> str:
        """The character at the place, empty at a line's end."""
        return self.text[self.column : self.column + 1]

    @property
    def above(self) -> _Place:
        """The start of the nearest line above that isn't blank or a comment."""
        line = self.line - 1
        while line > 0 and self.lines[line].lstrip()[:1] in ("", "#"):
            line -= 1
        return _Place(self.lines, max(line, 0), 0)


@dataclass(frozen=True)
class _Stop:
    """Where the parser gave up, and where that began which it was in."""

    gave_up: _Place
    began: _Place


_Said = tuple[_Place, str, str | None]
"""Where the fault is, what it is, and what to do."""


def syntax_problem(file: Path, text: str, error: yaml.YAMLError) -> Problem:
    """The problem of a text that PyYAML refuses."""
    if isinstance(error, yaml.reader.ReaderError):
        return Problem(file, 0, 0, "holds a control character: it isn't text", "is it YAML?")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem(file, 0, 0, f"isn't YAML: {error}")
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
    mark = error.problem_mark
    gave_up = _Place(lines, mark.line, mark.column)
    started = error.context_mark or mark
    began = _Place(lines, started.line, started.column)
    said = f"{error.context or ''} {error.problem or ''}"
    found: _Said = (gave_up, f"isn't valid YAML: {error.problem or error}", None)
    if gave_up.here == "\t":
        found = gave_up, "a tab stands where YAML wants spaces", "indent with two spaces"
    else:
        for words, explanation in _EXPLANATIONS:
            if words in said:
                found = explanation(_Stop(gave_up, began))
                break
    place, message, hint = found
    return Problem(file, place.line + 1, place.column + 1, message, hint)


def _unclosed(stop: _Stop) -> _Said:
    opened = stop.began.here
    closes = _CLOSES.get(opened, "]")
    if stop.gave_up.here in ("]", "}"):
        where = f"of line {stop.began.line + 1}, column {stop.began.column + 1}"
        message = f"`{stop.gave_up.here}` stands where `{closes}` closes the `{opened}` {where}"
        return stop.gave_up, message, f"write `{closes}`, or close what was opened in between"
    if stop.gave_up.here == ":" and stop.gave_up.line == stop.began.line:
        hint = "write a `,` between two keys, or quote a text that holds `: `"
        return stop.gave_up, "a second `: ` stands in one value", hint
    if stop.gave_up.line == stop.began.line and stop.gave_up.here:
        return stop.gave_up, f"a `,` or the closing `{closes}` is missing before this", None
    end = "the end of the file" if not stop.gave_up.text else f"line {stop.gave_up.line + 1}"
    return stop.began, f"the `{opened}` isn't closed before {end}", f"close it with `{closes}`"


def _open_quote(stop: _Stop) -> _Said:
    quote = stop.began.here
    return stop.began, f"the quote {quote} that opens here isn't closed", f"close it with {quote}"


def _no_key(stop: _Stop) -> _Said:
    if stop.gave_up.here in ("]", "}"):
        return stop.gave_up, f"a `{stop.gave_up.here}` that nothing opens", "remove it"
    if stop.gave_up.before.strip():
        return (
            stop.gave_up,
            "this follows a value that has ended already",
            "quote the value as a whole, or write what follows on a line of its own",
        )
    return (
        stop.gave_up,
        f"the line is indented by {stop.gave_up.column}, as no line is that it could belong to",
        "start the keys of one mapping, and the items of one list, in the same column",
    )


def _no_item(stop: _Stop) -> _Said:
    if stop.gave_up.column != stop.began.column:
        return _no_key(stop)
    return (
        stop.gave_up,
        "a key stands where the list above goes on",
        "start an item with `- `; keys of an item are indented by two more, keys of the mapping "
        "around the list by less",
    )


def _second_value(stop: _Stop) -> _Said:
    above = stop.gave_up.above
    if _KEY_WITH_VALUE.match(stop.gave_up.before):
        return stop.gave_up, "a second `: ` stands in one value", "quote a text that holds `: `"
    if above.line < stop.gave_up.line and _KEY_WITHOUT_SPACE.match(above.text):
        return _lacks_space(above)
    depth = len(stop.gave_up.text) - len(stop.gave_up.text.lstrip())
    return (
        _Place(stop.gave_up.lines, stop.gave_up.line, depth),
        "a key stands inside the value of the line above",
        "indent it as the key above; or move that key's value below it, indented as this line",
    )


def _lacks_space(place: _Place) -> _Said:
    found = _KEY_WITHOUT_SPACE.match(place.text)
    if found is None:
        return _Place(place.lines, place.line, 0), _NO_COLON, "write `key: value`"
    colon = _Place(place.lines, place.line, found.end(1))
    return colon, "a space is missing after the colon", f"write `{found[1]}: …`"


_NO_COLON = "the line is neither `key: value` nor an item of a list"


def _no_colon(stop: _Stop) -> _Said:
    place, message, hint = _lacks_space(stop.began)
    return (stop.began if message == _NO_COLON else place), message, hint


def _special(stop: _Stop) -> _Said:
    starts = stop.began.here if stop.began.here in "*&" and stop.began.here else stop.gave_up.here
    return (
        stop.began if stop.began.here == starts else stop.gave_up,
        f"a text that starts with {starts} must be quoted",
        f'write "{starts}…"',
    )


def _no_anchor(stop: _Stop) -> _Said:
    found = _ALIAS.match(stop.gave_up.text, stop.gave_up.column)
    name = found[0][1:] if found else ""
    return (
        stop.gave_up,
        f"nothing above is named {quoted('&' + name)}, which {quoted('*' + name)} repeats",
        f'quote it, if it is a text: "*{name}"; else write `&{name}` before the value to repeat',
    )


def _escape(stop: _Stop) -> _Said:
    escaped = stop.gave_up.text[stop.gave_up.column :].lstrip("\\")[:1]
    return (
        stop.gave_up,
        f"{quoted(chr(92) + escaped)} means nothing inside double quotes",
        "write `\\\\` for a backslash, or use single quotes",
    )


def _list_on_the_line(stop: _Stop) -> _Said:
    return (
        stop.gave_up,
        "a list can't start on the line of its key",
        "write `- ` on the next line, or the whole list as [a, b]",
    )


def _block_text(stop: _Stop) -> _Said:
    return stop.gave_up, "a text after `|` or `>` starts on the next line", "break the line here"


def _second_document(stop: _Stop) -> _Said:
    return stop.gave_up, "a second document starts here", "keep one document: remove the `---`"


_EXPLANATIONS: tuple[tuple[str, Callable[[_Stop], _Said]], ...] = (
    ("another document", _second_document),
    ("expected ',' or", _unclosed),
    ("while parsing a flow", _unclosed),
    ("found unknown escape", _escape),
    ("unexpected end of stream", _open_quote),
    ("found unexpected document separator", _open_quote),
    ("found undefined alias", _no_anchor),
    ("expected alphabetic or numeric", _special),
    ("cannot start any token", _special),
    ("could not find expected ':'", _no_colon),
    ("mapping values are not allowed", _second_value),
    ("sequence entries are not allowed", _list_on_the_line),
    ("while scanning a block scalar", _block_text),
    ("expected '-' indicator", _no_item),
    ("parsing a block collection", _no_item),
    ("expected key", _no_key),
    ("expected <block end>", _no_key),
)
"""Words of the parsers' → what explains them; the first that fits counts."""
