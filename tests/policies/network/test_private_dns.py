from mutation import Mutation
from plans import planned, verdicts

ENDPOINT = "aws_vpc_endpoint.glue"
GLUE = {"service_name": "com.amazonaws.eu-west-1.glue", "vpc_endpoint_type": "Interface"}
MUTATION = Mutation("aws_vpc_endpoint.glue", ("private_dns_enabled",), False)


def test_private_dns_passes() -> None:
    found = verdicts("LAKE_NET_8", planned(ENDPOINT, {**GLUE, "private_dns_enabled": True}))
    assert found == {ENDPOINT: "passed"}


def test_a_gateway_passes() -> None:
    found = verdicts(
        "LAKE_NET_8",
        planned(
            ENDPOINT, {"service_name": "com.amazonaws.eu-west-1.s3", "vpc_endpoint_type": "Gateway"}
        ),
    )
    assert found == {ENDPOINT: "passed"}


def test_no_private_dns_fails() -> None:
    found = verdicts("LAKE_NET_8", planned(ENDPOINT, {**GLUE, "private_dns_enabled": False}))
    assert found == {ENDPOINT: "failed"}


def test_private_dns_left_out_fails() -> None:
    found = verdicts("LAKE_NET_8", planned(ENDPOINT, GLUE, unknown={"private_dns_enabled": True}))
    assert found == {ENDPOINT: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_8",
        planned(
            ENDPOINT,
            GLUE,
            unknown={"private_dns_enabled": True},
            refers={"private_dns_enabled": "terraform_data.x.output"},
        ),
    )
    assert found == {ENDPOINT: "unknown"}
