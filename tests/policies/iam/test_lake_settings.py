from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import ANALYST, document, role, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role_policy.analyst",
    ("policy",),
    with_statement(
        Sid="Settings",
        Effect="Allow",
        Action="lakeformation:PutDataLakeSettings",
        Resource="*",
    ),
)
ADDRESS = "aws_iam_role_policy.p"


def policy(action: str) -> dict[str, Any]:
    text = document(statement(Action=action, Resource="*"))
    return planned(ADDRESS, {"role": "analyst", "policy": text})


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ("lakeformation:GetDataAccess", "passed"),
        ("lakeformation:*", "failed"),
        ("lakeformation:Put*", "failed"),
    ],
)
def test_only_administrators_may_change_the_settings(action: str, outcome: str) -> None:
    found = verdicts("LAKE_IAM_11", role(), policy(action))
    assert found == {ADDRESS: outcome, "aws_iam_role.analyst": "passed"}


def test_an_administrator_may() -> None:
    settings = planned("aws_lakeformation_data_lake_settings.s", {"admins": [ANALYST]})
    found = verdicts("LAKE_IAM_11", settings, role(), policy("lakeformation:*"))
    assert found == {ADDRESS: "passed", "aws_iam_role.analyst": "passed"}


def test_a_document_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True})
    assert verdicts("LAKE_IAM_11", later) == {ADDRESS: "unknown"}
