"""Turns pydantic's errors into problems that say where, what, and what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lakeform.config.base import nearest, quoted, suggestion
from lakeform.config.descriptions import descriptions
from lakeform.config.yaml_reader import KeyPath


class Fault(NamedTuple):
    """A problem whose place in the file isn't looked up yet."""

    path: KeyPath
    message: str
    hint: str | None = None
    at_key: bool = False
    """The fault is the key itself, not its value."""
    meant: str | None = None
    """What probably should stand there, where that is known."""


def explain(
    model: type[BaseModel], data: Mapping[str, Any], models: dict[int, type[BaseModel]]
) -> Iterator[Fault]:
    """All faults of data that `model` refuses.

    Args:
        models: filled with the mappings, by identity, that a model looked at.
    """
    try:
        model.model_validate(data, context=models)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            yield _fault(details, data, models)


def _fault(details: ErrorDetails, data: Mapping[str, Any], models: dict[int, Any]) -> Fault:
    location = details["loc"]
    path = tuple(key for _, key in steps(data, location))
    kind = details["type"]
    context = details.get("ctx", {})
    value = details.get("input")
    at_key = bool(location) and location[-1] == "[key]"
    if kind == "lakeform":
        meant = context.get("meant")
        plain = Fault(path, context["message"], context["hint"] or None, at_key, meant)
        return _misspelt_kind(path, value, context) or plain
    if kind == "missing":
        return _missing(path, str(location[-1]), data, models)
    if kind == "extra_forbidden":
        return _unknown_key(path, data, models)
    if kind == "literal_error":
        return _unknown_word(path, _shown(value), str(context["expected"]), at_key)
    for kinds, wanted in _WANTED:
        if kind in kinds:
            return Fault(path, f"{_name(path)} must be {wanted}, not {_kind(value)}")
    if kind in _BOUNDS:
        word, key = _BOUNDS[kind]
        return Fault(path, f"{_name(path)} is {_shown(value)}; it must be {word} {context[key]}")
    if kind in _LENGTHS:
        return Fault(path, f"{_name(path)} {_LENGTHS[kind](context)}")
    return Fault(path, f"{_name(path)}: {details['msg']}")


_EVERYTHING = ("ALL", "SUPER")
_EVERYTHING_HIDES = (
    "can't be granted: it hides what is allowed, and Lake Formation gives it back in another form "
    "at each plan"
)

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


def _unknown_word(path: KeyPath, said: str, expected: str, at_key: bool) -> Fault:
    words = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if said.upper() in _EVERYTHING and "DESCRIBE" in words:
        return Fault(
            path, f"{quoted(said)} {_EVERYTHING_HIDES}", f"list what is needed: {', '.join(words)}"
        )
    message = (
        f"{quoted(said)} isn't known here" if at_key else f"{_name(path)} can't be {quoted(said)}"
    )
    return Fault(path, message, suggestion(said, words, "one of"), at_key, nearest(said, words))


def _missing(parent: KeyPath, key: str, data: Mapping[str, Any], models: dict[int, Any]) -> Fault:
    model = _model_at(parent, data, models)
    hint = None if model is None else descriptions(model).get(key)
    where = f" in {_name(parent)}" if parent else ""
    return Fault(parent, f"`{key}` is missing{where}", hint, at_key=True)


def _unknown_key(path: KeyPath, data: Mapping[str, Any], models: dict[int, Any]) -> Fault:
    model = _model_at(path[:-1], data, models)
    known = [] if model is None else sorted(f.alias or n for n, f in model.model_fields.items())
    return _no_such_key(path, known)


def _no_such_key(path: KeyPath, known: Sequence[str]) -> Fault:
    *parent, key = path
    where = f" in {_name(tuple(parent))}" if parent else ""
    return Fault(
        path,
        f"unknown key {quoted(key)}{where}",
        suggestion(str(key), known, "keys that are known here"),
        at_key=True,
        meant=nearest(str(key), known),
    )


def _misspelt_kind(path: KeyPath, value: object, context: Mapping[str, Any]) -> Fault | None:
    """What is misspelt where nothing tells the members of a union apart."""
    if not isinstance(value, dict):
        if "noun" in context:
            return Fault(path, f"{context['noun']} must be a mapping, not {_kind(value)}")
        return None
    if "keys" in context:
        known = context["keys"].split(", ")
        if not value.keys() & set(known):
            for key in value:
                if nearest(key, known) is not None:
                    return _no_such_key((*path, key), known)
    if "words" in context and context["key"] in value:
        key, words = context["key"], context["words"].split(", ")
        said = _shown(value[key])
        message = f"{_name((*path, key))} can't be {quoted(said)}"
        hint, meant = suggestion(said, words, "one of"), nearest(said, words)
        return Fault((*path, key), message, hint, meant=meant)
    return None


def steps(data: Any, path: Sequence[str | int]) -> Iterator[tuple[Any, str | int]]:
    """Each mapping or list on the way, with the key or index that is taken there.

    Paths of errors have parts that no file has, which are passed over: the tag of a union's member,
    `[key]`.
    """
    for part in path:
        if isinstance(data, dict):
            there = part in data
        else:
            there = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if there:
            yield data, part
            data = data[part]


def _model_at(path: KeyPath, data: Any, models: dict[int, Any]) -> type[BaseModel] | None:
    for holder, key in steps(data, path):
        data = holder[key]
    return models.get(id(data))


def _name(path: KeyPath) -> str:
    """`governance.personas.analyst.grants[0]`: a place in the file, from its top."""
    words = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return quoted("".join(words).removeprefix("."), limit=200)


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
