from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation(
    "aws_msk_cluster.added",
    (),
    {**sound.CLUSTER, "client_authentication": [{"unauthenticated": True}]},
)


def cluster(**means: Any) -> dict[str, Any]:
    return planned(CLUSTER, {"client_authentication": [means]})


def test_iam_passes() -> None:
    found = verdicts("LAKE_MSK_2", cluster(sasl=[{"iam": True}]))
    assert found == {CLUSTER: "passed"}


def test_passwords_pass() -> None:
    found = verdicts("LAKE_MSK_2", cluster(sasl=[{"scram": True}], unauthenticated=False))
    assert found == {CLUSTER: "passed"}


def test_certificates_pass() -> None:
    found = verdicts("LAKE_MSK_2", cluster(tls=[{"certificate_authority_arns": ["arn:ca"]}]))
    assert found == {CLUSTER: "passed"}


def test_no_means_at_all_fails() -> None:
    found = verdicts("LAKE_MSK_2", planned(CLUSTER))
    assert found == {CLUSTER: "failed"}


def test_means_that_are_off_fail() -> None:
    found = verdicts("LAKE_MSK_2", cluster(sasl=[{"iam": False}]))
    assert found == {CLUSTER: "failed"}


def test_strangers_beside_iam_fail() -> None:
    found = verdicts("LAKE_MSK_2", cluster(sasl=[{"iam": True}], unauthenticated=True))
    assert found == {CLUSTER: "failed"}


def test_means_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_2",
        planned(
            CLUSTER,
            {"client_authentication": [{"sasl": [{}]}]},
            unknown={"client_authentication": [{"sasl": [{"iam": True}]}]},
        ),
    )
    assert found == {CLUSTER: "unknown"}
