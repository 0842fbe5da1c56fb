import json
from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

ENDPOINT = "aws_vpc_endpoint.glue"
GLUE = {"service_name": "com.amazonaws.eu-west-1.glue", "vpc_endpoint_type": "Interface"}
MUTATION = Mutation("aws_vpc_endpoint.glue", ("policy",), REMOVED)


def endpoint(**statement: Any) -> dict[str, Any]:
    body = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **statement}
    return planned(ENDPOINT, {**GLUE, "policy": json.dumps({"Statement": [body]})})


def test_principals_of_the_account_pass() -> None:
    found = verdicts(
        "LAKE_NET_7", endpoint(Condition={"StringEquals": {"aws:PrincipalAccount": "111111111111"}})
    )
    assert found == {ENDPOINT: "passed"}


def test_resources_of_the_account_pass() -> None:
    found = verdicts(
        "LAKE_NET_7", endpoint(Condition={"StringEquals": {"aws:ResourceAccount": "111111111111"}})
    )
    assert found == {ENDPOINT: "passed"}


def test_named_resources_pass() -> None:
    found = verdicts("LAKE_NET_7", endpoint(Resource="arn:aws:glue:eu-west-1:111111111111:*"))
    assert found == {ENDPOINT: "passed"}


def test_the_service_of_another_vendor_passes() -> None:
    found = verdicts(
        "LAKE_NET_7",
        planned(
            ENDPOINT,
            {
                "service_name": "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
                "vpc_endpoint_type": "Interface",
            },
            unknown={"policy": True},
        ),
    )
    assert found == {ENDPOINT: "passed"}


def test_a_policy_of_its_own_resource_is_judged_there() -> None:
    found = verdicts(
        "LAKE_NET_7",
        planned(ENDPOINT, {**GLUE, "id": "vpce-1"}, unknown={"policy": True}),
        planned("aws_vpc_endpoint_policy.p", {"vpc_endpoint_id": "vpce-1"}),
    )
    assert found == {ENDPOINT: "passed", "aws_vpc_endpoint_policy.p": "failed"}


def test_the_default_policy_fails() -> None:
    found = verdicts("LAKE_NET_7", planned(ENDPOINT, GLUE, unknown={"policy": True}))
    assert found == {ENDPOINT: "failed"}


def test_everything_for_everybody_fails() -> None:
    found = verdicts("LAKE_NET_7", endpoint())
    assert found == {ENDPOINT: "failed"}


def test_everything_of_a_service_for_everybody_fails() -> None:
    found = verdicts("LAKE_NET_7", endpoint(Action="glue:*", Principal={"AWS": "*"}))
    assert found == {ENDPOINT: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_7",
        planned(
            ENDPOINT, GLUE, unknown={"policy": True}, refers={"policy": "terraform_data.x.output"}
        ),
    )
    assert found == {ENDPOINT: "unknown"}


def test_a_service_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_7",
        planned(
            ENDPOINT,
            {"vpc_endpoint_type": "Interface"},
            unknown={"service_name": True, "policy": True},
        ),
    )
    assert found == {ENDPOINT: "unknown"}
