import sound
from mutation import Mutation
from plans import planned, verdicts

CONNECTOR = "aws_mskconnect_connector.sink"
MUTATION = Mutation(
    "aws_mskconnect_connector.added",
    (),
    {**sound.CONNECTOR, "kafka_cluster_client_authentication": [{"authentication_type": "NONE"}]},
)


def test_iam_passes() -> None:
    found = verdicts(
        "LAKE_CONNECT_2",
        planned(
            CONNECTOR, {"kafka_cluster_client_authentication": [{"authentication_type": "IAM"}]}
        ),
    )
    assert found == {CONNECTOR: "passed"}


def test_no_iam_fails() -> None:
    found = verdicts(
        "LAKE_CONNECT_2",
        planned(
            CONNECTOR, {"kafka_cluster_client_authentication": [{"authentication_type": "NONE"}]}
        ),
    )
    assert found == {CONNECTOR: "failed"}


def test_a_connector_that_says_nothing_has_no_iam_and_fails() -> None:
    found = verdicts(
        "LAKE_CONNECT_2", planned(CONNECTOR, {"kafka_cluster_client_authentication": [{}]})
    )
    assert found == {CONNECTOR: "failed"}


def test_a_kind_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_CONNECT_2",
        planned(
            CONNECTOR,
            {"kafka_cluster_client_authentication": [{}]},
            unknown={"kafka_cluster_client_authentication": [{"authentication_type": True}]},
        ),
    )
    assert found == {CONNECTOR: "unknown"}
