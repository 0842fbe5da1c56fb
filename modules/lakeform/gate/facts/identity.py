"""The permission policies of IAM identities, whichever resource carries them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lakeform.gate.documents import Document, Statement
from lakeform.gate.facts.callers import label
from lakeform.gate.facts.values import is_left_out, is_set
from lakeform.gate.policy import Case
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Mark, Resource

ATTRIBUTES: Mapping[str, str] = {
    "aws_iam_group_policy": "policy",
    "aws_iam_policy": "policy",
    "aws_iam_role": "inline_policy",
    "aws_iam_role_policy": "policy",
    "aws_iam_user_policy": "policy",
    "aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}
"""Resource type → the attribute with its policy."""

TYPES = tuple(ATTRIBUTES)


def documents(resource: Resource, case: Case) -> Iterator[Document | None]:
    """The policy documents of a resource of `TYPES`, None for each that isn't known."""
    attribute = ATTRIBUTES[resource.type]
    if resource.type != "aws_iam_role":
        yield Document.of(resource, attribute, case.plan)
        return
    if is_left_out(resource, attribute):
        return
    inline = resource.get(attribute)
    for block in inline if isinstance(inline, list) else [inline]:
        text = block.get("policy") if isinstance(block, Mapping) else block
        if isinstance(text, str) and not isinstance(text, Mark):
            yield Document.parse(text)
        elif is_set(text):
            yield None


def trust(role: Resource, case: Case) -> Document | None:
    """Who may assume a role, None where it isn't known."""
    return Document.of(role, "assume_role_policy", case.plan)


def judge_documents(
    documents: Iterator[Document | None], wrong: Callable[[Statement], str | None]
) -> Verdict:
    """Judge each statement that allows something; what fails weighs more than what isn't known.

    Args:
        wrong: says in a line what is wrong with a statement, None where nothing is.
    """
    is_open = False
    for document in documents:
        if document is None:
            is_open = True
            continue
        for statement in document.allows:
            fault = wrong(statement)
            if fault is not None:
                return failed(f"{label(statement)} {fault}")
    return unknown("a policy document is known only after apply") if is_open else PASSED


def is_on_any(statement: Statement, kind: str) -> bool:
    """Whether it is about every IAM resource of a kind: `role`, `user`, `group` or `policy`."""
    pattern = re.compile(rf"\*|arn:[^:]*:iam::[^:]*:(\*|{kind}/\*)")
    return statement.is_on_everything or any(map(pattern.fullmatch, statement.resources))
