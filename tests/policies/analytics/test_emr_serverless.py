from mutation import Mutation
from plans import planned, verdicts

APPLICATION = "aws_emrserverless_application.spark"
MUTATION = Mutation(
    "aws_emrserverless_application.added", (), {"maximum_capacity": [{"cpu": "100 vCPU"}]}
)


def test_an_application_in_subnets_passes() -> None:
    found = verdicts(
        "LAKE_EMR_1",
        planned(APPLICATION, {"network_configuration": [{"subnet_ids": ["subnet-1"]}]}),
    )
    assert found == {APPLICATION: "passed"}


def test_new_subnets_pass() -> None:
    found = verdicts(
        "LAKE_EMR_1",
        planned(
            APPLICATION,
            {"network_configuration": [{}]},
            unknown={"network_configuration": [{"subnet_ids": True}]},
            expressions={
                "network_configuration": [{"subnet_ids": {"references": ["aws_subnet.private"]}}]
            },
        ),
    )
    assert found == {APPLICATION: "passed"}


def test_an_application_without_a_network_fails() -> None:
    found = verdicts("LAKE_EMR_1", planned(APPLICATION))
    assert found == {APPLICATION: "failed"}


def test_subnets_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_EMR_1",
        planned(
            APPLICATION,
            {"network_configuration": [{}]},
            unknown={"network_configuration": [{"subnet_ids": True}]},
            expressions={
                "network_configuration": [{"subnet_ids": {"references": ["local.subnets"]}}]
            },
        ),
    )
    assert found == {APPLICATION: "unknown"}
