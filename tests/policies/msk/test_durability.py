from typing import Any

from mutation import Mutation
from plans import planned, verdicts

CONFIGURATION = "aws_msk_configuration.c"
UNSURE = "unclean.leader.election.enable=false\nmin.insync.replicas=${x}"
MUTATION = Mutation(
    "aws_msk_configuration.added", (), {"server_properties": "unclean.leader.election.enable=true"}
)


def configuration(*properties: str) -> dict[str, Any]:
    return planned(CONFIGURATION, {"server_properties": "\n".join(properties)})


def test_three_replicas_of_which_two_acknowledge_pass() -> None:
    found = verdicts(
        "LAKE_MSK_9",
        configuration(
            "# durable",
            "default.replication.factor = 3",
            "min.insync.replicas=2",
            "unclean.leader.election.enable=false",
        ),
    )
    assert found == {CONFIGURATION: "passed"}


def test_the_defaults_of_msk_pass_for_what_is_left_out() -> None:
    found = verdicts("LAKE_MSK_9", configuration("unclean.leader.election.enable=false"))
    assert found == {CONFIGURATION: "passed"}


def test_two_replicas_fail() -> None:
    found = verdicts(
        "LAKE_MSK_9",
        configuration("default.replication.factor=2", "unclean.leader.election.enable=false"),
    )
    assert found == {CONFIGURATION: "failed"}


def test_one_that_acknowledges_fails() -> None:
    found = verdicts(
        "LAKE_MSK_9", configuration("min.insync.replicas=1", "unclean.leader.election.enable=false")
    )
    assert found == {CONFIGURATION: "failed"}


def test_an_unclean_leader_fails() -> None:
    found = verdicts("LAKE_MSK_9", configuration("unclean.leader.election.enable=true"))
    assert found == {CONFIGURATION: "failed"}


def test_an_unclean_leader_by_default_fails() -> None:
    found = verdicts("LAKE_MSK_9", configuration("min.insync.replicas=2"))
    assert found == {CONFIGURATION: "failed"}


def test_properties_that_are_written_with_an_unknown_number_are_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_9",
        planned(
            CONFIGURATION,
            unknown={"server_properties": True},
            written={"server_properties": UNSURE},
        ),
    )
    assert found == {CONFIGURATION: "unknown"}


def test_properties_known_only_after_apply_are_unknown() -> None:
    found = verdicts("LAKE_MSK_9", planned(CONFIGURATION, unknown={"server_properties": True}))
    assert found == {CONFIGURATION: "unknown"}
