"""What is read from policy documents, and what is left for a person to judge."""

from __future__ import annotations

import json

import pytest

from lakeform.gate import Document

STATEMENT = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def test_a_single_statement_is_read_like_a_list_of_one() -> None:
    alone = Document.parse(json.dumps({"Statement": STATEMENT}))
    assert alone is not None
    assert alone == Document.parse(json.dumps({"Statement": [STATEMENT]}))
    assert [statement.actions for statement in alone.allows] == [("s3:*",)]


def test_a_statement_may_name_what_it_leaves_out() -> None:
    document = Document.parse(json.dumps({"Statement": {"Effect": "Deny", "NotAction": "iam:*"}}))
    assert document is not None
    assert [statement.negated for statement in document.denies] == [frozenset({"NotAction"})]


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": ["Allow"], "Action": "s3:*", "Resource": "*"},
        {"Effect": "allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "${var.effect}", "Action": "s3:*", "Resource": "*"},
        {"effect": "Allow", "action": "s3:*", "resource": "*"},
        {"Effect": "Allow", "action": "s3:*", "Resource": "*"},
        {"Action": "s3:*", "Resource": "*"},
        {"Effect": "Allow", "Resource": "*"},
        "Allow",
    ],
)
def test_a_statement_that_isnt_understood_leaves_the_document_unknown(statement: object) -> None:
    assert Document.parse(json.dumps({"Statement": [STATEMENT, statement]})) is None
