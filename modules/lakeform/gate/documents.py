"""IAM policy documents in a plan, read as data: who may do what on which, under which condition.

A document whose ARNs aren't known yet is judged as it was written, `${…}` standing for what isn't
known; one of a data source `aws_iam_policy_document` by the data source's blocks. One that only
Terraform can put together (`jsonencode` of unknown parts) has no text in the plan: `Document.of`
gives None, and a policy says "unknown", never "fine".
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.plan import Mark, Planned, Resource

UNKNOWN_PART = "${unknown}"
"""Stands for what isn't known in the blocks of a data source."""
_EFFECTS = ("Allow", "Deny")


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

    def allows_action(self, action: str) -> bool:
        """Whether it grants `action`, by naming it or by leaving it out of `NotAction`."""
        if not self.allows:
            return False
        if "NotAction" not in self.negated:
            return self.covers_action(action)
        return not any(
            fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in self.actions
        )

    @property
    def is_on_everything(self) -> bool:
        """Whether it is about all resources, or about all but some."""
        return "NotResource" in self.negated or "*" in self.resources

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
    def of(cls, resource: Resource, attribute: str, plan: Planned | None = None) -> Document | None:
        """The document in an attribute; None where it isn't in the plan, or is no document.

        A text that is masked, as it repeats something sensitive (the name of a secret), is judged
        as it was written; of such a document's resources nothing may be shown. With the plan, a
        data source that the attribute refers to is read.
        """
        text = resource.text(attribute)
        if text is None or isinstance(text, Mark):
            text = resource.written.constant(attribute)
        if isinstance(text, str):
            return cls.parse(text)
        sources = [] if plan is None else _sources(resource, attribute, plan)
        return _of_source(sources[0]) if len(sources) == 1 else None

    @classmethod
    def parse(cls, text: str) -> Document | None:
        """The document in a text; None where it is none, or has a statement that isn't understood.

        IAM takes the keys in this case only; what else they could mean, nobody should guess.
        """
        try:
            record = json.loads(text)
        except ValueError:
            return None
        statements = record.get("Statement") if isinstance(record, dict) else None
        if isinstance(statements, dict):
            statements = [statements]
        if not isinstance(statements, list):
            return None
        if not all(_is_understood(statement) for statement in statements):
            return None
        return cls(tuple(_statement(statement) for statement in statements))

    @property
    def allows(self) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if statement.allows)

    @property
    def denies(self) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if not statement.allows)


def _sources(resource: Resource, attribute: str, plan: Planned) -> list[Resource]:
    return [
        source
        for source in plan.data_sources
        if source.type == "aws_iam_policy_document" and plan.points(resource, attribute, source)
    ]


def _of_source(source: Resource) -> Document | None:
    """The document of a data source `aws_iam_policy_document`, None where others go into it."""
    for other in ("source_json", "override_json", "override_policy_documents"):
        if source.get(other):
            return None
    blocks = source.get("statement")
    if source.get("source_policy_documents") or not isinstance(blocks, list):
        return None
    nested = ("principals", "not_principals", "condition")
    for block in blocks:
        if not isinstance(block, Mapping) or not all(
            isinstance(inner, Mapping) for name in nested for inner in block.get(name) or ()
        ):
            return None
    records = [_as_written(block) for block in blocks]
    if not all(_is_understood(record) for record in records):
        return None
    return Document(tuple(_statement(record) for record in records))


def _as_written(block: Mapping[str, Any]) -> dict[str, Any]:
    """A block `statement` as it would be in JSON."""
    record: dict[str, Any] = {"Sid": _known(block.get("sid") or ""), "Effect": "Allow"}
    if block.get("effect"):
        record["Effect"] = _known(block["effect"])
    for attribute, key in (
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ):
        if block.get(attribute):
            record[key] = _known(block[attribute])
    for attribute, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        for principal in block.get(attribute) or ():
            who = _known(principal.get("identifiers"))
            record.setdefault(key, {}).setdefault(_known(principal.get("type")), []).extend(
                who if isinstance(who, list) else [who]
            )
    for condition in block.get("condition") or ():
        keys = record.setdefault("Condition", {}).setdefault(_known(condition.get("test")), {})
        keys[_known(condition.get("variable"))] = _known(condition.get("values"))
    return record


def _known(value: Any) -> Any:
    if isinstance(value, Mark):
        return UNKNOWN_PART
    return [_known(item) for item in value] if isinstance(value, list) else value


def _is_understood(record: Any) -> bool:
    return (
        isinstance(record, Mapping)
        and record.get("Effect") in _EFFECTS
        and ("Action" in record or "NotAction" in record)
    )


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
