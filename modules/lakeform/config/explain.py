"""Turns pydantic's errors into problems that say where, what, and what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lakeform.config.base import quoted, suggestion
from lakeform.config.descriptions import descriptions
from lakeform.config.yaml_reader import KeyPath


class Fault(NamedTuple):
    """A problem whose place in the file isn't looked up yet."""

    path: KeyPath
    message: str
    hint: str | None = None
    at_key: bool = False
    """The fault is the key itself, not its value."""


def explain(model: type[BaseModel], data: Mapping[str, Any]) -> Iterator[Fault]:
    """All faults of data that `model` refuses."""
    models: dict[int, type[BaseModel]] = {}
    try:
        model.model_validate(data, context=models)  # the models note here what each looked at
    except ValidationError as error:
        for details in error.errors(include_url=False):
            yield _fault(details, data, models)


def _fault(details: ErrorDetails, data: Mapping[str, Any], models: dict[int, Any]) -> Fault:
    path = tuple(details["loc"])
    kind = details["type"]
    context = details.get("ctx", {})
    value = details.get("input")
    if kind == "lakeform":
        at_key = bool(path) and path[-1] == "[key]"
        where = path[:-1] if at_key else path
        return Fault(where, context["message"], context["hint"] or None, at_key)
    if kind == "missing":
        return _missing(path, data, models)
    if kind == "extra_forbidden":
        return _unknown_key(path, data, models)
    if kind == "literal_error":
        at_key = bool(path) and path[-1] == "[key]"
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        name = f"`{path[-2]}`" if at_key else _name(path)
        return Fault(
            path[:-1] if at_key else path,
            f"{name} isn't known here" if at_key else f"{name} can't be {quoted(_shown(value))}",
            suggestion(str(path[-2]) if at_key else _shown(value), allowed.split(", "), "one of"),
            at_key,
        )
    for kinds, wanted in _WANTED:
        if kind in kinds:
            return Fault(path, f"{_name(path)} must be {wanted}, not {_kind(value)}")
    if kind in _BOUNDS:
        word, key = _BOUNDS[kind]
        return Fault(path, f"{_name(path)} is {_shown(value)}; it must be {word} {context[key]}")
    if kind in _LENGTHS:
        return Fault(path, f"{_name(path)} {_LENGTHS[kind](context)}")
    return Fault(path, f"{_name(path)}: {details['msg']}")


_WANTED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("int_type", "int_parsing", "int_from_float"), "a whole number"),
    (("bool_type", "bool_parsing"), "true or false"),
    (("string_type",), "a text"),
    (("float_type", "float_parsing"), "a number"),
    (("model_type", "model_attributes_type", "dict_type"), "a mapping of keys to values"),
    (("tuple_type", "list_type"), "a list"),
)

_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}

_LENGTHS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "too_short": lambda context: (
        f"needs at least {context['min_length']}, and has {context['actual_length']}"
    ),
    "too_long": lambda context: (
        f"takes at most {context['max_length']}, and has {context['actual_length']}"
    ),
    "missing_argument": lambda _: "lacks a value",
    "string_too_short": lambda context: (
        "is empty"
        if context["min_length"] == 1
        else f"needs at least {context['min_length']} characters"
    ),
    "string_too_long": lambda context: f"has more than {context['max_length']} characters",
}


def _missing(path: KeyPath, data: Mapping[str, Any], models: dict[int, Any]) -> Fault:
    *parent, key = path
    model = _model_at(tuple(parent), data, models)
    hint = None if model is None else descriptions(model).get(str(key))
    where = f" in {_name(tuple(parent))}" if parent else ""
    return Fault(tuple(parent), f"`{key}` is missing{where}", hint, at_key=True)


def _unknown_key(path: KeyPath, data: Mapping[str, Any], models: dict[int, Any]) -> Fault:
    *parent, key = path
    model = _model_at(tuple(parent), data, models)
    where = f" in {_name(tuple(parent))}" if parent else ""
    known = [] if model is None else sorted(f.alias or n for n, f in model.model_fields.items())
    hint = suggestion(str(key), known, "keys that are known here")
    return Fault(path, f"unknown key {quoted(key)}{where}", hint, at_key=True)


def inside(data: Any, part: str | int) -> Any:
    """What stands at `part` of a mapping or list; the whole where it has no such part.

    Paths of errors have parts that no file has: the tag of a union's member, `[key]`.
    """
    if isinstance(data, dict) and part in data:
        return data[part]
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return data


def _model_at(path: KeyPath, data: Any, models: dict[int, Any]) -> type[BaseModel] | None:
    for part in path:
        data = inside(data, part)
    return models.get(id(data))


def _name(path: KeyPath) -> str:
    """`grants[0].permissions`: the last key of a path, with what makes it clear."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words.append(f"{words.pop()}[{part}]" if words else f"[{part}]")
        elif " " not in part and part != "[key]":
            words.append(part)
    return f"`{'.'.join(words[-3:])}`"


def _shown(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the truth value {quoted(_shown(value))}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, int | float):
        return f"the number {quoted(value)}"
    return "a mapping" if isinstance(value, dict) else "a list"
