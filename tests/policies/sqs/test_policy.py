import json
from typing import Any

from mutation import Mutation, with_statement
from plans import planned, verdicts

POLICY = "aws_sqs_queue_policy.p"
MUTATION = Mutation(
    "aws_sqs_queue_policy.curated",
    ("policy",),
    with_statement(
        Sid="Open", Effect="Allow", Principal="*", Action="sqs:SendMessage", Resource="*"
    ),
    "full",
)


def allow(**statement: Any) -> dict[str, Any]:
    body = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    return planned(POLICY, {"policy": json.dumps({"Statement": [{**body, **statement}]})})


def test_a_policy_that_names_an_account_passes() -> None:
    found = verdicts("LAKE_SQS_2", allow(Principal={"AWS": "arn:aws:iam::111111111111:root"}))
    assert found == {POLICY: "passed"}


def test_everybody_of_an_organisation_passes() -> None:
    found = verdicts("LAKE_SQS_2", allow(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}))
    assert found == {POLICY: "passed"}


def test_everybody_fails() -> None:
    found = verdicts("LAKE_SQS_2", allow())
    assert found == {POLICY: "failed"}


def test_everybody_but_one_fails() -> None:
    found = verdicts("LAKE_SQS_2", allow(Principal=None, NotPrincipal={"AWS": "111111111111"}))
    assert found == {POLICY: "failed"}


def test_a_condition_that_holds_where_the_key_is_missing_fails() -> None:
    found = verdicts(
        "LAKE_SQS_2", allow(Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}})
    )
    assert found == {POLICY: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SQS_2",
        planned(POLICY, unknown={"policy": True}, refers={"policy": "terraform_data.x.output"}),
    )
    assert found == {POLICY: "unknown"}


def test_a_queue_without_a_policy_passes() -> None:
    found = verdicts("LAKE_SQS_2", planned("aws_sqs_queue.q", unknown={"policy": True}))
    assert found == {"aws_sqs_queue.q": "passed"}


def test_a_queue_with_an_open_policy_of_its_own_fails() -> None:
    found = verdicts("LAKE_SQS_2", planned("aws_sqs_queue.q", allow()["change"]["after"]))
    assert found == {"aws_sqs_queue.q": "failed"}
