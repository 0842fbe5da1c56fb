from typing import Any

from mutation import Mutation
from plans import planned, verdicts

CONFIGURATION = "aws_msk_configuration.c"
MUTATION = Mutation(
    "aws_msk_configuration.added",
    (),
    {"server_properties": "unclean.leader.election.enable=false\nauto.create.topics.enable=true"},
)


def configuration(*properties: str) -> dict[str, Any]:
    return planned(CONFIGURATION, {"server_properties": "\n".join(properties)})


def test_topics_made_on_purpose_pass() -> None:
    found = verdicts("LAKE_MSK_10", configuration("auto.create.topics.enable=false"))
    assert found == {CONFIGURATION: "passed"}


def test_the_default_of_msk_passes() -> None:
    found = verdicts("LAKE_MSK_10", configuration("min.insync.replicas=2"))
    assert found == {CONFIGURATION: "passed"}


def test_topics_made_by_their_name_fail() -> None:
    found = verdicts("LAKE_MSK_10", configuration("auto.create.topics.enable=true"))
    assert found == {CONFIGURATION: "failed"}


def test_properties_known_only_after_apply_are_unknown() -> None:
    found = verdicts("LAKE_MSK_10", planned(CONFIGURATION, unknown={"server_properties": True}))
    assert found == {CONFIGURATION: "unknown"}
