"""What there will be once a plan is applied: its resources, and which points to which."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lakeform.plan.configuration import NOTHING, Written, base_address
from lakeform.plan.masking import Mark
from lakeform.plan.model import Action, Change, Plan

_MODULE = re.compile(r'(?:^|\.)(module\.[^.\[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)(?=\.)')
_IDENTITIES = ("id", "arn", "name", "bucket", "key_id", "alias", "url")
"""Attributes by which other resources name one, where its value is known already."""
_NAMED_BY = {"aws_security_group": ("id", "arn")}
"""The same for types whose name isn't one that others use."""


@dataclass(frozen=True)
class Resource:
    """One managed resource as it will be.

    Attributes:
        address: as Terraform writes it, index and module included.
        values: its attributes; `Mark.UNKNOWN` and `Mark.SENSITIVE` where a value isn't there.
        written: what the configuration says of it.
        action: what the plan does to it.
    """

    address: str
    type: str
    name: str
    values: Mapping[str, Any]
    action: Action
    index: str | int | None = None
    written: Written = NOTHING

    def get(self, *path: str | int, default: Any = None) -> Any:
        """The value at a path of attribute names and list indexes; `default` where there is none.

        A path that meets an unknown value on its way gives `Mark.UNKNOWN`.
        """
        value: Any = self.values
        for step in path:
            if value is Mark.UNKNOWN or value is Mark.SENSITIVE:
                return value
            if isinstance(step, int):
                inside = isinstance(value, list) and -len(value) <= step < len(value)
            else:
                inside = isinstance(value, Mapping) and step in value
            if not inside:
                return default
            value = value[step]
        return default if value is None else value

    def block(self, *path: str | int) -> Mapping[str, Any]:
        """The first nested block at a path, empty where there is none or it isn't known."""
        value = self.get(*path)
        if isinstance(value, list):
            value = value[0] if value else None
        return value if isinstance(value, Mapping) else {}

    def blocks(self, *path: str) -> tuple[Mapping[str, Any], ...]:
        """The nested blocks at a path, those in all blocks on the way; unknown ones left out."""
        found: list[Any] = [self.values]
        for step in path:
            inner = (value.get(step) for value in found if isinstance(value, Mapping))
            found = [
                item
                for value in inner
                for item in (value if isinstance(value, list) else [value])
                if isinstance(item, Mapping)
            ]
        return tuple(found)

    def leaves_out(self, *path: str) -> bool:
        """Whether the configuration certainly doesn't give the attribute at a path of names.

        An unknown value is the provider's own choice then, not one that somebody has made. It may
        be given, and this is False, where the plan has no configuration of the resource, and inside
        a block that isn't written out, as `dynamic` may have made it.
        """
        written = self.written.attributes
        if written is None:
            return False
        for length in range(1, len(path) + 1):
            if ".".join(path[:length]) not in written:
                break
        else:
            return False
        around = ".".join((*path[: length - 1], ""))
        if around and not any(name.startswith(around) for name in written):
            return False  # it may be in an expression that gives the whole block
        # A block that is unknown as a whole isn't one of `dynamic`, which makes a list of blocks.
        blocks = (step for name in path[: length - 1] for step in (name, 0))
        return length == len(path) or self.get(*blocks, path[length - 1]) is Mark.UNKNOWN

    def text(self, attribute: str) -> str | None:
        """An attribute's text; where it isn't known yet, as it was written, with its `${…}`.

        None where neither is there.
        """
        value = self.get(attribute)
        if isinstance(value, str) and not isinstance(value, Mark):
            return value
        return self.written.texts.get(attribute) if value is Mark.UNKNOWN else None

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The modules that it is in, from the outermost, each with its index."""
        return tuple(match.group(1) for match in _MODULE.finditer(self.address))

    @cached_property
    def base(self) -> str:
        """The address without indexes."""
        return base_address(self.address)


class Planned:
    """All managed resources that a plan leaves behind, sorted by address.

    Attributes:
        resources: the managed resources.
        data_sources: those that Terraform can read only when it applies, as far as they are known.
    """

    def __init__(self, plan: Plan) -> None:
        self.resources: tuple[Resource, ...] = tuple(
            _resource(change, plan.written)
            for change in plan.changes
            if change.is_managed and change.after is not None and not change.deposed
        )
        self.data_sources: tuple[Resource, ...] = tuple(
            _resource(change, plan.written)
            for change in plan.changes
            if change.mode == "data" and change.after is not None
        )
        self._by_address = {resource.address: resource for resource in self.resources}
        self._by_type: dict[str, list[Resource]] = {}
        for resource in self.resources:
            self._by_type.setdefault(resource.type, []).append(resource)

    def __getitem__(self, address: str) -> Resource:
        return self._by_address[address]

    def __contains__(self, address: str) -> bool:
        return address in self._by_address

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the resources, sorted."""
        return tuple(sorted(self._by_type))

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """The resources of these types, sorted by type as given, then by address."""
        return tuple(found for type in types for found in self._by_type.get(type, ()))

    def pointing_to(self, target: Resource, type: str, attribute: str) -> tuple[Resource, ...]:
        """The resources of a type whose attribute names `target`.

        It does where the known value is one that names the target (its id, ARN or name), or where
        the configuration refers to it.
        """
        return tuple(
            source
            for source in self._by_type.get(type, ())
            if self.points(source, attribute, target)
        )

    def targets(self, source: Resource, attribute: str, *types: str) -> tuple[Resource, ...]:
        """The resources, of these types or of any, that an attribute of `source` names."""
        among: Iterable[Resource] = self.of_type(*types) if types else self.resources
        return tuple(
            target
            for target in among
            if target is not source and self.points(source, attribute, target)
        )

    def users(self, target: Resource) -> tuple[tuple[Resource, str], ...]:
        """Which resources name `target` in which of their attributes; itself left out."""
        sources = {
            (source.address, attribute): (source, attribute)
            for name in (*_names_of(target), target.base)
            for source, attribute in self._mentions.get(name, ())
            if source is not target and self.points(source, attribute, target)
        }
        return tuple(sources[key] for key in sorted(sources))

    @cached_property
    def _mentions(self) -> Mapping[str, list[tuple[Resource, str]]]:
        """Text or address → the resources and their attributes that have it."""
        found: dict[str, list[tuple[Resource, str]]] = {}
        for source in self.resources:
            for attribute, value in source.values.items():
                for text in set(_strings(value)):
                    found.setdefault(text, []).append((source, attribute))
            for attribute, addresses in source.written.references.items():
                if "." not in attribute:
                    for address in addresses:
                        found.setdefault(address, []).append((source, attribute))
        return found

    def points(self, source: Resource, attribute: str, target: Resource) -> bool:
        """Whether an attribute of `source`, or `block.attribute`, names `target`."""
        *blocks, name = attribute.split(".")
        known = {text for block in source.blocks(*blocks) for text in _strings(block.get(name))}
        if known & _names_of(target):
            return True
        if target.base not in source.written.references.get(attribute, ()):
            return False
        if not _in_one_instance(source.modules, target.modules):
            return False
        instances = {
            end
            for end in source.written.instances.get(attribute, ())
            if base_address(end) == target.base
        }
        if instances:
            return f"{target.base}[{json.dumps(target.index)}]" in instances
        # The same reference stands for all instances; equal indexes belong together.
        if source.index is not None and target.index is not None:
            return source.index == target.index
        return True


def _resource(change: Change, written: Mapping[str, Written]) -> Resource:
    return Resource(
        address=change.address,
        type=change.type,
        name=change.name,
        values=change.after or {},
        action=change.action,
        index=change.index,
        written=written.get(base_address(change.address), NOTHING),
    )


def _in_one_instance(source: Iterable[str], target: Iterable[str]) -> bool:
    """Whether a reference from one module's resource to another's stays in the same instances.

    From inside an instance of a module, another instance of that module can't be reached.
    """
    for mine, other in zip(source, target, strict=False):
        if mine != other:
            return base_address(mine) != base_address(other)
    return True


def _names_of(resource: Resource) -> set[str]:
    attributes = _NAMED_BY.get(resource.type, _IDENTITIES)
    values = (resource.values.get(attribute) for attribute in attributes)
    return {value for value in values if isinstance(value, str) and not isinstance(value, Mark)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mark):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
