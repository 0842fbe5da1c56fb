import sound
from mutation import Mutation
from plans import planned, verdicts

CONNECTOR = "aws_mskconnect_connector.sink"
MUTATION = Mutation(
    "aws_mskconnect_connector.added",
    (),
    {**sound.CONNECTOR, "kafka_cluster_encryption_in_transit": [{"encryption_type": "PLAINTEXT"}]},
)


def test_tls_passes() -> None:
    found = verdicts(
        "LAKE_CONNECT_1",
        planned(CONNECTOR, {"kafka_cluster_encryption_in_transit": [{"encryption_type": "TLS"}]}),
    )
    assert found == {CONNECTOR: "passed"}


def test_no_tls_fails() -> None:
    found = verdicts(
        "LAKE_CONNECT_1",
        planned(
            CONNECTOR, {"kafka_cluster_encryption_in_transit": [{"encryption_type": "PLAINTEXT"}]}
        ),
    )
    assert found == {CONNECTOR: "failed"}


def test_a_connector_that_says_nothing_has_no_tls_and_fails() -> None:
    found = verdicts(
        "LAKE_CONNECT_1", planned(CONNECTOR, {"kafka_cluster_encryption_in_transit": [{}]})
    )
    assert found == {CONNECTOR: "failed"}


def test_a_kind_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_CONNECT_1",
        planned(
            CONNECTOR,
            {"kafka_cluster_encryption_in_transit": [{}]},
            unknown={"kafka_cluster_encryption_in_transit": [{"encryption_type": True}]},
        ),
    )
    assert found == {CONNECTOR: "unknown"}
