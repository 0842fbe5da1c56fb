import json
from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

POLICY = "aws_sns_topic_policy.p"
MUTATION = Mutation("aws_sns_topic_policy.added", (), sound.open_to_everybody("sns:Publish"))


def allow(**statement: Any) -> dict[str, Any]:
    body = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}
    return planned(POLICY, {"policy": json.dumps({"Statement": [{**body, **statement}]})})


def test_a_policy_that_names_an_account_passes() -> None:
    found = verdicts("LAKE_SNS_2", allow(Principal={"AWS": "arn:aws:iam::111111111111:root"}))
    assert found == {POLICY: "passed"}


def test_everybody_of_an_organisation_passes() -> None:
    found = verdicts("LAKE_SNS_2", allow(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}))
    assert found == {POLICY: "passed"}


def test_everybody_fails() -> None:
    found = verdicts("LAKE_SNS_2", allow())
    assert found == {POLICY: "failed"}


def test_everybody_but_one_fails() -> None:
    found = verdicts("LAKE_SNS_2", allow(Principal=None, NotPrincipal={"AWS": "111111111111"}))
    assert found == {POLICY: "failed"}


def test_a_condition_that_holds_where_the_key_is_missing_fails() -> None:
    found = verdicts(
        "LAKE_SNS_2", allow(Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}})
    )
    assert found == {POLICY: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SNS_2",
        planned(POLICY, unknown={"policy": True}, refers={"policy": "terraform_data.x.output"}),
    )
    assert found == {POLICY: "unknown"}


def test_a_topic_without_a_policy_passes() -> None:
    found = verdicts("LAKE_SNS_2", planned("aws_sns_topic.t", unknown={"policy": True}))
    assert found == {"aws_sns_topic.t": "passed"}
