"""Data that the model refused, made acceptable, with what that took."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from lakeform.config.explain import Fault, steps
from lakeform.config.yaml_reader import KeyPath

_HEAD = {"name": "lake", "owner": "owner"}
_ENVIRONMENT = {"account": "000000000000", "region": "us-east-1"}
"""What stands in for what no lake can be without."""

_QUOTED = re.compile(r"`([^`]+)`")
_NAMES = re.compile(r"\bdict\[|\.(?:Network|Storage|Governance|Catalog|Etl|Streams|FileSystems)\b")
"""The annotation of a field whose value holds names that other sections use."""
_MEANING = re.compile(r"\b(?:str|dict|list|tuple|Literal|lakeform)\b")
_WORD = re.compile(r"[\w-]+")
_LEFT_OUT: Final = object()
"""Stands for what is about to be removed, so that no index moves while others are removed."""


class Mending:
    """Refused data, mended step by step.

    Paths of faults are those of the mended data; `placed` gives them as the file has them.

    Attributes:
        data: the data, as far as it is mended.
        environment: the environment's name, or what stands in for it.
        is_blind: whether names were left out that nobody knows: those of a section, or of the
            zones, that aren't written as a mapping.
    """

    def __init__(self, data: Mapping[str, Any], environment: str) -> None:
        self.data: dict[str, Any] = copy.deepcopy(dict(data))
        self.environment = environment
        self._file = data
        self._origins: dict[int, dict[Any, str | int]] = {}
        """A mapping or list, by identity → its keys or indexes that are others in the file."""
        self._left_out: set[KeyPath] = set()
        """Places where the model may refuse more, for want of what was left out."""
        self._damaged: set[KeyPath] = set()
        """Mappings and lists that lack something."""
        self._lacking: set[tuple[KeyPath, str]] = set()
        """Entries, each with a key that it lacks."""
        self._gone: set[str] = set()
        """Names that the file has and the rest hasn't."""
        self._touched: set[str] = set()
        """Names of entries that lack something."""
        self.is_blind = False

    def placed(self, fault: Fault) -> Fault:
        """The fault, where the file has it; without the parts that no file has."""
        path = tuple(
            self._origins.get(id(holder), {}).get(key, key)
            for holder, key in steps(self.data, fault.path)
        )
        return fault._replace(path=path)

    def mend(
        self, refused: Sequence[Fault], models: Mapping[int, type[BaseModel]]
    ) -> Sequence[Fault]:
        """Change what was refused: to what was meant, or else to nothing.

        What is refused beside something that was only misspelt may be right once that is, so that
        it is left for another time.

        Args:
            models: the mappings, by identity, that a model was asked to take; a key of another
                mapping is a name that the user chose.

        Returns:
            the faults that this did away with, and that aren't consequences of earlier ones.
        """
        supposed = [(self.placed(fault), fault) for fault in refused if fault.meant is not None]
        done = [placed for placed, fault in supposed if self._suppose(fault)]
        if done:
            return done
        found = [self.placed(fault) for fault in refused if not self._refusal_follows(fault)]
        holders: dict[int, Any] = {}
        for fault in refused:
            way = list(steps(self.data, fault.path))
            keys = tuple(key for _, key in way)
            if not way:
                for key, value in _HEAD.items():
                    self.data.setdefault(key, value)
                    self._gone.add(value)
                if "environments" not in self.data:
                    self._stand_in_environment("")
            elif keys[0] == "environments" and _is_head(keys, self.environment):
                self._stand_in_environment(str(keys[-1]))
            elif len(keys) == 1 and keys[0] in _HEAD:
                self._gone.add(_HEAD[str(keys[0])])
                self.data[str(keys[0])] = _HEAD[str(keys[0])]
            else:
                self._leave_out(way, fault, models)
                holders[id(way[-1][0])] = way[-1][0]
        for holder in holders.values():
            self._remove(holder)
        return found

    def _stand_in_environment(self, refused: str) -> None:
        environments = self.data.get("environments")
        own = environments.get(self.environment) if isinstance(environments, dict) else None
        kept = {
            key: value
            for key, value in (own if isinstance(own, dict) else {}).items()
            if key in _ENVIRONMENT and key != refused
        }
        self._gone.update(value for key, value in _ENVIRONMENT.items() if key not in kept)
        self.environment = "dev"
        self.data["environments"] = {"dev": {**_ENVIRONMENT, **kept}}

    def _suppose(self, fault: Fault) -> bool:
        """Write what was meant, if that changes something."""
        way = list(steps(self.data, fault.path))
        if not way:
            return False
        holder, key = way[-1]
        if not fault.at_key:
            changed: bool = holder[key] != fault.meant
            holder[key] = fault.meant
            return changed
        if not isinstance(holder, dict) or fault.meant is None or fault.meant in holder:
            return False
        pairs = [(fault.meant if each == key else each, value) for each, value in holder.items()]
        holder.clear()
        holder.update(pairs)
        self._origins.setdefault(id(holder), {})[fault.meant] = key
        return True

    def _leave_out(
        self, way: list[tuple[Any, str | int]], fault: Fault, models: Mapping[int, type[BaseModel]]
    ) -> None:
        holder, key = way[-1]
        value = holder[key]
        if value is _LEFT_OUT:
            return
        path = self.placed(fault._replace(path=tuple(key for _, key in way))).path
        self._gone |= set(_names(value, models))
        is_name = isinstance(key, str) and id(holder) not in models
        if is_name:
            self._left_out.add(path)
            self._gone.add(str(key))
        elif isinstance(key, int) and isinstance(value, dict):
            self._left_out.add(path)
            self._gone.update(each for each in value.values() if isinstance(each, str))
        else:
            self._left_out.add(path[:-1])
            if len(way) <= 2:
                misnamed = fault.at_key and isinstance(value, dict)
                self.is_blind |= misnamed or _holds_names(holder, key, models)
            depth = _depth_of_entry(way[:-1], models)
            if fault.at_key:
                self._damaged.add(path[:depth])
            elif not _is_number(holder, key, models):
                self._damaged.add(path[:-1])
            field = next(part for part in reversed(path) if isinstance(part, str))
            self._lacking.add((path[:depth], field))
            self._touched.update(str(part) for part in path[:depth][-1:] if isinstance(part, str))
        holder[key] = _LEFT_OUT

    def _remove(self, holder: Any) -> None:
        known = self._origins.setdefault(id(holder), {})
        if isinstance(holder, dict):
            for key in [key for key, value in holder.items() if value is _LEFT_OUT]:
                del holder[key]
            return
        kept = [index for index, value in enumerate(holder) if value is not _LEFT_OUT]
        self._origins[id(holder)] = {new: known.get(index, index) for new, index in enumerate(kept)}
        holder[:] = [holder[index] for index in kept]

    def _refusal_follows(self, fault: Fault) -> bool:
        """Whether the model may refuse this because of what was left out."""
        path = self.placed(fault).path
        return any(_begins(path, place) or _begins(place, path) for place in self._left_out)

    def names_what_is_gone(self, fault: Fault) -> bool:
        """Whether a fault, placed in the file, is of a name that was left out."""
        return not (self._gone | self._touched).isdisjoint(_said(fault.message))

    def may_follow(self, fault: Fault) -> bool:
        """Whether a fault, placed in the file, may be a consequence of what was left out."""
        if any(_begins(fault.path, entry) for entry in self._damaged):
            return True
        said = set(_said(fault.message))
        if any(_begins(fault.path, entry) and key in said for entry, key in self._lacking):
            return True
        names = self._gone | self._touched
        if not names.isdisjoint(said):
            return True
        words = set(_WORD.findall(f"{fault.message} {fault.hint}"))
        sections = {str(entry[0]) for entry in self._damaged if len(entry) == 1}
        if not words.isdisjoint(sections | self._gone.intersection(_ENVIRONMENT.values())):
            return True
        return not names.isdisjoint(_words(self._entry(fault.path)))

    def _entry(self, path: KeyPath) -> Any:
        """The mapping of the file that a fault is about: what is chosen, not a part of it."""
        data: Any = self._file
        entry = data
        for depth, (holder, key) in enumerate(steps(data, path)):
            data = holder[key]
            if isinstance(data, dict) and (depth in (0, 2, 4) or isinstance(key, int)):
                entry = data
        return entry


def _is_head(keys: KeyPath, environment: str) -> bool:
    if len(keys) == 1:
        return True
    return keys[1] == environment and (len(keys) == 2 or keys[2] in _ENVIRONMENT)


def _annotation(holder: Any, key: str | int, models: Mapping[int, type[BaseModel]]) -> str:
    """What a model says that a field takes; nothing where no model says it."""
    model = models.get(id(holder))
    field = None if model is None else model.model_fields.get(str(key))
    return "" if field is None else str(field.annotation)


def _holds_names(holder: Any, key: str | int, models: Mapping[int, type[BaseModel]]) -> bool:
    """Whether a field is a section, or takes a mapping whose keys the user chooses."""
    return _NAMES.search(_annotation(holder, key, models)) is not None


def _is_number(holder: Any, key: str | int, models: Mapping[int, type[BaseModel]]) -> bool:
    """Whether a field takes a number or truth value, without which others mean the same."""
    said = _annotation(holder, key, models)
    return bool(said) and _MEANING.search(said) is None


def _depth_of_entry(way: list[tuple[Any, str | int]], models: Mapping[int, type[BaseModel]]) -> int:
    """How much of a path leads to the innermost thing that the user named, or listed."""
    for depth in range(len(way), 0, -1):
        holder, key = way[depth - 1]
        if isinstance(key, int) or id(holder) not in models:
            return depth
    return 1


def _names(value: Any, models: Mapping[int, type[BaseModel]]) -> Iterator[str]:
    """The names that a value declares: keys that are no model's, and texts of a list."""
    if isinstance(value, dict):
        if id(value) not in models:
            yield from value
        for inner in value.values():
            yield from _names(inner, models)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield item
            else:
                yield from _names(item, models)


def _words(value: Any) -> Iterator[str]:
    """Keys and texts of a value, and the parts of references such as `sales.orders`."""
    if isinstance(value, str):
        yield value
        yield from re.split(r"[./]", value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _words(inner)
    elif isinstance(value, Collection):
        for inner in value:
            yield from _words(inner)


def _said(message: str) -> Iterator[str]:
    """What a message quotes."""
    for text in _QUOTED.findall(message):
        yield from _words(text)


def _begins(path: KeyPath, start: KeyPath) -> bool:
    return path[: len(start)] == start
