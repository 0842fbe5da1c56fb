import json
from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

POLICY = "aws_kinesis_resource_policy.p"
MUTATION = Mutation(
    "aws_kinesis_resource_policy.added", (), sound.open_to_everybody("kinesis:GetRecords")
)


def allow(**statement: Any) -> dict[str, Any]:
    body = {"Effect": "Allow", "Principal": "*", "Action": "kinesis:GetRecords", "Resource": "*"}
    return planned(POLICY, {"policy": json.dumps({"Statement": [{**body, **statement}]})})


def test_a_policy_that_names_an_account_passes() -> None:
    found = verdicts("LAKE_KINESIS_3", allow(Principal={"AWS": "arn:aws:iam::111111111111:root"}))
    assert found == {POLICY: "passed"}


def test_everybody_of_an_organisation_passes() -> None:
    found = verdicts(
        "LAKE_KINESIS_3", allow(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})
    )
    assert found == {POLICY: "passed"}


def test_everybody_fails() -> None:
    found = verdicts("LAKE_KINESIS_3", allow())
    assert found == {POLICY: "failed"}


def test_everybody_but_one_fails() -> None:
    found = verdicts("LAKE_KINESIS_3", allow(Principal=None, NotPrincipal={"AWS": "111111111111"}))
    assert found == {POLICY: "failed"}


def test_a_condition_that_holds_where_the_key_is_missing_fails() -> None:
    found = verdicts(
        "LAKE_KINESIS_3", allow(Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}})
    )
    assert found == {POLICY: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_KINESIS_3",
        planned(POLICY, unknown={"policy": True}, refers={"policy": "terraform_data.x.output"}),
    )
    assert found == {POLICY: "unknown"}
