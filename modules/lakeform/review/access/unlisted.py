"""Policy documents where the table of holders knows of none: by their attributes' names.

So a type that came after the table, or of another provider, isn't passed in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.plan import Mark
from lakeform.review.access.change import Area
from lakeform.review.access.holders import HOLDERS, Holder
from lakeform.review.access.states import Side, Sides, State

_LISTED = frozenset((holder.type, holder.attribute) for holder in HOLDERS)
_OTHERS = frozenset(
    {
        ("aws_cloudformation_stack", "policy_body"),
        ("aws_cloudwatch_log_account_policy", "policy_document"),
        ("aws_cloudwatch_log_data_protection_policy", "policy_document"),
        ("aws_sns_topic_data_protection_policy", "policy"),
    }
)
"""What has statements, too, and lets nobody in: of updates of a stack, and of what is masked."""
_SOURCE = "aws_iam_policy_document"
_WORD = "policy"


def unlisted(sides: Sides) -> Iterator[Holder]:
    """The attributes of a plan that hold a policy document, and that no table lists."""
    for kind in sides.types:
        paths = {
            path: has_principal
            for side in Side
            for state in sides.of(side, kind)
            for attribute in state.values
            if (kind, attribute) not in _LISTED | _OTHERS
            for path, has_principal in _documents(state, attribute)
        }
        for path, has_principal in sorted(paths.items()):
            yield _holder(kind, path, has_principal)


def _holder(kind: str, path: tuple[str, ...], has_principal: bool) -> Holder:
    # What names no principal is an identity's policy.
    area = Area.RESOURCE if has_principal else Area.IAM
    is_of_another = _WORD in kind or "permission" in kind
    return Holder(kind, path[0], "", "", None if is_of_another else (), area, inside=path[1:])


def _documents(state: State, attribute: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The paths of an attribute's documents, and whether these name a principal."""
    value = state.values[attribute]
    if value is Mark.UNKNOWN and _WORD in attribute:
        refers = state.written.references.get(attribute, ())
        text = state.written.texts.get(attribute)
        statements = None if text is None else _statements(text)
        if statements is not None:
            yield (attribute,), _names_principals(statements)
        elif any(_SOURCE in base.split(".") for base in refers):
            yield (attribute,), True
    else:
        yield from _below(value, (attribute,))


def _below(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
    if isinstance(value, list):
        for item in value:
            yield from _below(item, path)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _below(item, (*path, str(name)))
    elif isinstance(value, str) and not isinstance(value, Mark) and _WORD in path[-1]:
        statements = _statements(value)
        if statements is not None:
            yield path, _names_principals(statements)


def _statements(text: str) -> list[Any] | None:
    """The statements of a policy document, None where a text is none."""
    if "Statement" not in text:
        return None
    try:
        record = json.loads(text)
    except ValueError:
        return None
    if not isinstance(record, dict) or "Statement" not in record:
        return None
    found = record["Statement"]
    return found if isinstance(found, list) else [found]


def _names_principals(statements: list[Any]) -> bool:
    return any(
        isinstance(each, dict) and not {"Principal", "NotPrincipal"}.isdisjoint(each)
        for each in statements
    )
