"""IAM policy documents in a plan, read as data: who may do what on which, under which condition.

A document whose ARNs aren't known yet is judged as it was written, `${…}` standing for what isn't
known. One that only Terraform can put together (`jsonencode` of unknown parts, a data source) has
no text in the plan: `Document.of` gives None, and a policy says "unknown", never "fine".
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.plan import Resource


@dataclass(frozen=True)
class Statement:
    """One statement; every list sorted, a single value a list of one.

    Attributes:
        allows: True for `Allow`, False for `Deny`.
        principals: kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) → who; `{"*": ("*",)}` for
            `"Principal": "*"`.
        negated: which of `NotAction`, `NotResource` and `NotPrincipal` it uses instead.
        conditions: (operator, key), both in lower case → values.
    """

    sid: str
    allows: bool
    principals: Mapping[str, tuple[str, ...]]
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[tuple[str, str], tuple[str, ...]]
    negated: frozenset[str]

    @property
    def is_for_everyone(self) -> bool:
        """Whether it names all principals, of AWS or of anything."""
        return any("*" in self.principals.get(kind, ()) for kind in ("*", "AWS"))

    def covers_action(self, action: str) -> bool:
        """Whether one of its actions includes `action`, which may be a pattern itself (`s3:*`)."""
        return "NotAction" not in self.negated and any(
            fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in self.actions
        )

    def covers_resource(self, resource: str) -> bool:
        """Whether one of its resources includes `resource`, which may be a pattern itself."""
        return "NotResource" not in self.negated and any(
            fnmatch.fnmatchcase(resource, pattern) for pattern in self.resources
        )


@dataclass(frozen=True)
class Document:
    """A policy document."""

    statements: tuple[Statement, ...]

    @classmethod
    def of(cls, resource: Resource, attribute: str) -> Document | None:
        """The document in an attribute; None where it isn't in the plan, or is no document."""
        text = resource.text(attribute)
        return None if text is None else cls.parse(text)

    @classmethod
    def parse(cls, text: str) -> Document | None:
        """The document in a text, None where it is none."""
        try:
            record = json.loads(text)
        except ValueError:
            return None
        statements = record.get("Statement") if isinstance(record, dict) else None
        if isinstance(statements, dict):
            statements = [statements]
        if not isinstance(statements, list):
            return None
        if not all(isinstance(statement, dict) for statement in statements):
            return None
        return cls(tuple(_statement(statement) for statement in statements))

    @property
    def allows(self) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if statement.allows)

    @property
    def denies(self) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if not statement.allows)


def _statement(record: Mapping[str, Any]) -> Statement:
    negated = frozenset(
        key for key in ("NotAction", "NotPrincipal", "NotResource") if key in record
    )
    principal = record.get("Principal", record.get("NotPrincipal", {}))
    if not isinstance(principal, Mapping):
        principal = {"*": principal}
    conditions: dict[tuple[str, str], tuple[str, ...]] = {}
    for operator, keys in _mapping(record.get("Condition")).items():
        for key, values in _mapping(keys).items():
            conditions[operator.lower(), key.lower()] = _texts(values)
    return Statement(
        sid=str(record.get("Sid", "")),
        allows=record.get("Effect") == "Allow",
        principals={kind: _texts(who) for kind, who in principal.items()},
        actions=_texts(record.get("Action", record.get("NotAction"))),
        resources=_texts(record.get("Resource", record.get("NotResource"))),
        conditions=conditions,
        negated=negated,
    )


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    items: Iterable[Any] = value if isinstance(value, list) else [value]
    return tuple(sorted(_text(item) for item in items))


def _text(item: Any) -> str:
    return str(item).lower() if isinstance(item, bool) else str(item)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
