"""What the `configuration` of a plan says of each resource: which others it refers to, and the text
of attributes whose value isn't known yet.

References through a module's inputs and outputs are followed to the resource that they end at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lakeform.plan.fingerprint import fingerprint

_NO_RESOURCES = frozenset(
    {"count", "data", "each", "local", "module", "path", "self", "terraform", "var"}
)
_OF_AN_ATTRIBUTE = frozenset({"constant_value", "references"})
"""What the expression of an attribute consists of; that of a block has the names in it."""
_INDEX = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_DEEPEST = 20
"""How many modules a reference is followed through; Terraform has no loops, a broken plan may."""


@dataclass(frozen=True)
class Written:
    """What the configuration of one resource says, for all of its instances.

    Attributes:
        references: attribute → the addresses, without an index, of the resources that it refers
            to. A block's references are those of all that is in it; what is in it has its own,
            under `block.attribute`.
        places: the same for the very arguments only, by the names on the way: `("rule", "key")` for
            `key` in any of the blocks `rule`.
        instances: attribute → those of the addresses of which it names a certain instance, with
            that index (`aws_subnet.private[0]`); the indexes of modules are left out.
        texts: attribute → its text, `${…}` included, where it was written as JSON.
        depends_on: the addresses that it waits for by `depends_on`.
        attributes: every attribute and block that is written, `block.attribute` included; None
            where the plan has no configuration of the resource. Blocks made by `dynamic` are
            missing: Terraform doesn't tell of them.
        expressions: attribute → its expression as Terraform's JSON has it; not masked, so nothing
            of it may be shown.
        provisioners: the kinds of programs that run when it is made or deleted, such as
            `local-exec`; Terraform doesn't tell which of both.
        sources: arguments that refer to something, by the names on the way as `places` has them →
            a fingerprint of what makes their values: their text, and what they lead to in
            variables, modules, `for_each` and data sources. Terraform doesn't tell of locals.
        is_output: whether an output of the whole configuration refers to it.
    """

    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    instances: Mapping[str, frozenset[str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    attributes: frozenset[str] | None = None
    expressions: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    provisioners: tuple[str, ...] = ()
    sources: Mapping[tuple[str, ...], str] = field(default_factory=dict, repr=False)
    is_output: bool = False

    def sources_of(self, *path: str | int) -> Mapping[tuple[str, ...], str]:
        """The sources of what is at a path: its own, those around it, and those inside it."""
        names = tuple(step for step in path if isinstance(step, str))
        return {
            place: source
            for place, source in self.sources.items()
            if place == names[: len(place)] or place[: len(names)] == names
        }

    def constant(self, *path: str | int) -> Any:
        """The constant at a path of attributes and indexes of blocks, None where there is none."""
        expression: Any = self.expressions
        for step in path:
            if isinstance(step, int):
                inside = isinstance(expression, list) and step < len(expression)
            else:
                inside = isinstance(expression, Mapping) and step in expression
            if not inside:
                return None
            expression = expression[step]
        return _mapping(expression).get("constant_value")


NOTHING = Written()


def read(configuration: Any, variables: Any = None) -> Mapping[str, Written]:
    """Address without indexes → what is written, for every resource and module of a plan.

    Args:
        variables: the values of the root module's variables, as the plan has them.
    """
    root = configuration.get("root_module") if isinstance(configuration, Mapping) else None
    if not isinstance(root, Mapping):
        return {}
    module = _Module(root, "", None)
    module.inputs = _mapping(variables)
    handed_out = set(_without_instances(module.handed_out()))
    return {
        address: replace(written, is_output=address in handed_out)
        for address, written in module.resources()
    }


class _Module:
    """One module call; resolves what is written in it."""

    def __init__(self, body: Mapping[str, Any], address: str, parent: _Module | None) -> None:
        self._body = body
        self._address = address
        self._parent = parent
        self._calls: dict[str, _Module] = {}
        self._sources: dict[str, str] = {}
        self._data: dict[str, Mapping[str, Any]] = {}
        self._repeated: Any = None
        self.inputs: Mapping[str, Any] = {}
        for entry in body.get("resources") or ():
            if isinstance(entry, Mapping) and entry.get("mode") == "data":
                self._data[str(entry.get("address"))] = entry
        for name, call in _mapping(body.get("module_calls")).items():
            if isinstance(call, Mapping):
                child = _Module(_mapping(call.get("module")), self._within(f"module.{name}"), self)
                child.inputs = _mapping(call.get("expressions"))
                child._repeated = _repetition(call)
                self._calls[name] = child

    def resources(self) -> Iterator[tuple[str, Written]]:
        for entry in self._body.get("resources") or ():
            if not isinstance(entry, Mapping) or not isinstance(entry.get("address"), str):
                continue
            body = _mapping(entry.get("expressions"))
            expressions = tuple(_expressions(body))
            references: dict[str, set[str]] = {}
            for name, expression in expressions:
                if found := self._resolved(expression):
                    references.setdefault(name, set()).update(found)
            yield (
                self._within(entry["address"]),
                Written(
                    places=self._places(body),
                    references={
                        name: _without_instances(found) for name, found in references.items()
                    },
                    instances={
                        name: frozenset(end for end in found if end.endswith("]"))
                        for name, found in references.items()
                    },
                    texts=dict(_texts(expressions)),
                    depends_on=_without_instances(
                        self._ends(tuple(entry.get("depends_on") or ()), _DEEPEST)
                    ),
                    attributes=frozenset(name for name, _ in expressions),
                    expressions=body,
                    provisioners=tuple(_kinds(entry.get("provisioners"))),
                    sources=self._made_of(body, _repetition(entry)),
                ),
            )
        for child in self._calls.values():
            yield from child.resources()

    def handed_out(self) -> tuple[str, ...]:
        """The addresses of the resources that its outputs refer to."""
        outputs = _mapping(self._body.get("outputs")).values()
        return tuple(
            address
            for output in outputs
            for address in self._resolved(_mapping(output).get("expression"))
        )

    def _resolved(self, expression: Any) -> tuple[str, ...]:
        return self._ends(tuple(_references(expression)), _DEEPEST)

    def _places(self, expressions: Mapping[str, Any]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        found: dict[tuple[str, ...], set[str]] = {}
        for place, references in _leaves(expressions, ()):
            found.setdefault(place, set()).update(self._ends(tuple(references), _DEEPEST))
        return {place: _without_instances(ends) for place, ends in found.items() if ends}

    def _made_of(
        self, expressions: Mapping[str, Any], repeated: Any
    ) -> Mapping[tuple[str, ...], str]:
        """The fingerprints of the arguments with references, by place."""
        found: dict[tuple[str, ...], list[str]] = {}
        for place, expression in _arguments(expressions, ()):
            found.setdefault(place, []).append(self._source(expression, repeated, _DEEPEST))
        # Blocks of a set come in any order.
        return {place: fingerprint(sorted(sources)) for place, sources in found.items()}

    def _source(self, expression: Any, repeated: Any, steps: int) -> str:
        """The fingerprint of an expression, and of all that it leads to outside of resources.

        Args:
            repeated: `count` or `for_each` of the block that it stands in.
        """
        references = tuple(_references(expression))
        leads = [self._lead(reference, steps) for reference in references]
        if any(reference.partition(".")[0] in ("each", "count") for reference in references):
            leads.append(self._source(repeated, None, steps))
        return fingerprint([expression, leads])

    def _lead(self, reference: str, steps: int) -> str:
        """The fingerprint of what a reference leads to; empty where that is a resource."""
        parts = _without_indexes(reference).split(".")
        name = ".".join(parts[:3])
        if name not in self._sources:
            self._sources[name] = ""  # a broken plan may lead back here
            self._sources[name] = self._led_to(parts, steps - 1) if steps else ""
        return self._sources[name]

    def _led_to(self, parts: list[str], steps: int) -> str:
        if parts[0] == "var" and len(parts) > 1:
            given = self.inputs.get(parts[1])
            if self._parent is None:
                return fingerprint(given)
            return self._parent._source(given, self._repeated, steps)
        if parts[0] == "module" and len(parts) > 2 and parts[1] in self._calls:
            child = self._calls[parts[1]]
            output = _mapping(_mapping(child._body.get("outputs")).get(parts[2]))
            return child._source(output.get("expression"), None, steps)
        entry = self._data.get(".".join(parts[:3]))
        if entry is None:
            return ""
        return self._source(entry.get("expressions"), _repetition(entry), steps)

    def _ends(self, references: tuple[Any, ...], steps: int) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for reference in references:
            if isinstance(reference, str):
                found.update(dict.fromkeys(self._end(reference, steps)))
        return tuple(sorted(found))

    def _end(self, reference: str, steps: int) -> Iterator[str]:
        """The addresses of the resources that one reference ends at, with an index where it names
        one instance."""
        parts = _without_indexes(reference).split(".")
        if steps == 0:
            return
        if parts[0] == "var" and len(parts) > 1:
            if self._parent is not None:
                given = tuple(_references(self.inputs.get(parts[1])))
                yield from self._parent._ends(given, steps - 1)
        elif parts[0] == "module" and len(parts) > 2:
            child = self._calls.get(parts[1])
            if child is not None:
                output = _mapping(_mapping(child._body.get("outputs")).get(parts[2]))
                yield from child._ends(tuple(_references(output.get("expression"))), steps - 1)
        elif parts[0] == "data" and len(parts) > 2:
            yield self._within(".".join(parts[:3]))
        elif parts[0] not in _NO_RESOURCES and len(parts) > 1:
            resource = ".".join(parts[:2])
            instance = _INDEX.match(reference, len(resource))
            yield self._within(resource + (instance.group() if instance else ""))

    def _within(self, address: str) -> str:
        return f"{self._address}.{address}" if self._address else address


def _without_instances(ends: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({base_address(end) for end in ends}))


def base_address(address: str) -> str:
    """`module.a["x"].aws_s3_bucket.b[0]` → `module.a.aws_s3_bucket.b`."""
    return _without_indexes(address)


def _without_indexes(address: str) -> str:
    if "[" not in address:
        return address
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in address:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"' and depth:
            quoted = True
        elif character == "[":
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        elif not depth:
            kept.append(character)
    return "".join(kept)


def _references(expression: Any) -> Iterator[str]:
    """Every reference in an expression, nested blocks included."""
    if isinstance(expression, Mapping):
        given = expression.get("references")
        if isinstance(given, list):
            yield from (reference for reference in given if isinstance(reference, str))
        for name, inner in expression.items():
            if name not in ("references", "constant_value"):
                yield from _references(inner)
    elif isinstance(expression, list):
        for inner in expression:
            yield from _references(inner)


def _leaves(block: Any, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Every argument with references in a block, and the names on the way to it."""
    if isinstance(block, list):
        for inner in block:
            yield from _leaves(inner, at)
    elif isinstance(block, Mapping):
        for name, inner in block.items():
            if name == "references" and at and isinstance(inner, list):
                yield at, inner
            elif name != "constant_value":
                yield from _leaves(inner, (*at, name))


def _arguments(block: Any, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every expression with references in a block, and the names on the way to it."""
    if isinstance(block, list):
        for inner in block:
            yield from _arguments(inner, at)
    elif isinstance(block, Mapping):
        if at and isinstance(block.get("references"), list):
            yield at, block
        else:
            for name, inner in block.items():
                yield from _arguments(inner, (*at, name))


def _repetition(entry: Mapping[str, Any]) -> Any:
    """The expression of `count` or `for_each`, None where there is neither."""
    return entry.get("for_each_expression") or entry.get("count_expression")


def _expressions(body: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    """Every attribute and block of a body with what is written in it; those of blocks, dotted."""
    for name, expression in body.items():
        yield within + name, expression
        for block in expression if isinstance(expression, list) else [expression]:
            if isinstance(block, Mapping) and not block.keys() <= _OF_AN_ATTRIBUTE:
                yield from _expressions(block, f"{within}{name}.")


def _texts(expressions: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, expression in expressions:
        if isinstance(expression, Mapping) and isinstance(expression.get("constant_value"), str):
            yield name, expression["constant_value"]


def _kinds(provisioners: Any) -> Iterator[str]:
    for each in provisioners if isinstance(provisioners, list) else ():
        yield str(_mapping(each).get("type") or "of an unknown kind")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
