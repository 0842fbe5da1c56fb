"""The shape of records, from a template: JSON whose values Faker fills in.

::

    {"ip": "{{ipv4}}", "user": "{{first_name}} {{last_name}}", "price": {{pyint(min_value=10)}}}

A placeholder inside quotes becomes part of the text. One without quotes keeps its own type. It is
the name of a provider of Faker, with arguments as Python writes them, or one of `OWN`.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lakeform.config.base import quoted, suggestion
from lakeform.errors import InputError
from lakeform.produce.record import Json, Moment
from lakeform.produce.source import Source
from lakeform.produce.values import write_time

Fill = Callable[[Moment], Json]

OWN: dict[str, Callable[..., Json]] = {
    "now": lambda moment, format=None: (
        write_time(moment.at) if format is None else moment.at.strftime(format)
    ),
    "epoch_ms": lambda moment: int(moment.at.timestamp() * 1000),
    "number": lambda moment: moment.number,
}
"""Placeholders that are about the record itself: its time, and its number."""

_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_TEXT_OR_PLACEHOLDER = re.compile(r'"(?:[^"\\]|\\.)*"|\{\{.*?\}\}', re.DOTALL)
_BARE = "\0"  # JSON has no such character in a text: it marks a placeholder without quotes
_FAR = 1000


class Template:
    """Records of this template.

    Args:
        text: the template.
        name: its file, for errors.

    Raises:
        InputError: it isn't a JSON object once its placeholders are filled in, or one of them can't
            be.
    """

    def __init__(self, text: str, name: str, source: Source) -> None:
        self._name = name
        self._source = source
        try:
            parsed = json.loads(_TEXT_OR_PLACEHOLDER.sub(_marked, text))
        except ValueError as error:
            raise InputError(
                f"{name} isn't JSON: {error}",
                hint='a placeholder stands for a value, or in a text: {"ip": "{{ipv4}}"}',
            ) from error
        if not isinstance(parsed, dict) or not parsed:
            raise InputError(f"{name} isn't a JSON object with fields", hint='{"ip": "{{ipv4}}"}')
        self._fields = {key: self._filled(value) for key, value in parsed.items()}
        self.fields(Moment(1, datetime(2025, 1, 1)))  # wrong arguments show before anything is sent
        source.restart()

    @property
    def columns(self) -> list[str]:
        """The names of the template's fields."""
        return [*self._fields]

    def fields(self, moment: Moment) -> dict[str, Json]:
        """The template's fields, filled in."""
        return {key: fill(moment) for key, fill in self._fields.items()}

    def outlier(self, column: str, value: Json, moment: Moment) -> Json:  # noqa: ARG002
        """A number that is far larger; other values have no outliers."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return (abs(value) + 1) * _FAR

    def _filled(self, value: Any) -> Fill:
        if isinstance(value, dict):
            fields = {key: self._filled(inner) for key, inner in value.items()}
            return lambda moment: {key: fill(moment) for key, fill in fields.items()}
        if isinstance(value, list):
            items = [self._filled(inner) for inner in value]
            return lambda moment: [fill(moment) for fill in items]
        if not isinstance(value, str):
            return lambda _: value
        if value.startswith(_BARE):
            return self._placeholder(value.removeprefix(_BARE))
        pieces = _PLACEHOLDER.split(value)
        texts, fills = pieces[::2], [self._placeholder(each) for each in pieces[1::2]]

        def fill(moment: Moment) -> Json:
            values = [*(_as_text(each(moment)) for each in fills), ""]
            return "".join(part for pair in zip(texts, values, strict=True) for part in pair)

        return fill

    def _placeholder(self, text: str) -> Fill:
        """What fills in one placeholder, `pyint(min_value=1)` for example."""
        name, positional, named = self._call(text)
        if name in OWN:
            own = OWN[name]
            return self._guarded(text, lambda moment: own(moment, *positional, **named))
        provider = self._source.provider(name)
        if provider is None:
            known = [*OWN, *self._source.providers()]
            close = suggestion(name, known, "one of")
            hint = close if close.startswith("did") else "Faker's providers: faker.readthedocs.io"
            raise InputError(f"{self._name}: {quoted(name)} is no provider of Faker", hint=hint)
        return self._guarded(text, lambda _: provider(*positional, **named))

    def _call(self, text: str) -> tuple[str, list[Any], dict[str, Any]]:
        try:
            call = ast.parse(text, mode="eval").body
            if isinstance(call, ast.Name):
                return call.id, [], {}
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                named = {
                    each.arg: ast.literal_eval(each.value) for each in call.keywords if each.arg
                }
                return call.func.id, [ast.literal_eval(each) for each in call.args], named
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
        raise InputError(
            f"{self._name}: {quoted(text)} can't be filled in",
            hint="write a provider of Faker, and its arguments: pyint(min_value=1, max_value=9)",
        )

    def _guarded(self, text: str, fill: Fill) -> Fill:
        def guarded(moment: Moment) -> Json:
            try:
                return _as_json(fill(moment))
            except Exception as error:  # a provider may raise anything over its arguments
                raise InputError(
                    f"{self._name}: {quoted(text)} can't be filled in: {error}"
                ) from error

        return guarded


def _marked(match: re.Match[str]) -> str:
    """A placeholder without quotes as a JSON text that says so; a text as it is."""
    found = match[0]
    if found.startswith('"'):
        return found
    return '"\\u0000' + json.dumps(found[2:-2].strip())[1:]


def _as_text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _as_json(value: object) -> Json:
    """A provider's value; what JSON has no type for becomes a number or a text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return write_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_json(inner) for inner in value]
    raise TypeError(f"JSON has nothing for {type(value).__name__}")
