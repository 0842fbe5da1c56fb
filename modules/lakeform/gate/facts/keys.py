"""The policies of KMS keys."""

from __future__ import annotations

from lakeform.gate.documents import Document
from lakeform.gate.facts.values import is_left_out
from lakeform.gate.policy import Case
from lakeform.plan import Resource

KEYS = (
    "aws_kms_external_key",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_kms_replica_external_key",
    "aws_kms_replica_key",
)
"""The resources that carry a key policy."""

NO_POLICY = Document(())
"""A key without a policy of its own has AWS's default, which leaves everything to IAM."""


def key_document(resource: Resource, case: Case) -> Document | None:
    """The policy of a key, None where it isn't known; `NO_POLICY` where it has none of its own."""
    if is_left_out(resource, "policy") or resource.get("policy") == "":
        return NO_POLICY
    return Document.of(resource, "policy", case.plan)
