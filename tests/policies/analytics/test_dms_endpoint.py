from mutation import Mutation
from plans import planned, verdicts

ENDPOINT = "aws_dms_endpoint.tickets"
MUTATION = Mutation(
    "aws_dms_endpoint.added", (), {"engine_name": "mysql", "ssl_mode": "none", "kms_key_arn": "k"}
)


def test_a_database_with_tls_passes() -> None:
    found = verdicts(
        "LAKE_DMS_2", planned(ENDPOINT, {"engine_name": "postgres", "ssl_mode": "require"})
    )
    assert found == {ENDPOINT: "passed"}


def test_a_bucket_passes() -> None:
    found = verdicts("LAKE_DMS_2", planned(ENDPOINT, {"engine_name": "s3"}))
    assert found == {ENDPOINT: "passed"}


def test_kafka_with_tls_passes() -> None:
    found = verdicts(
        "LAKE_DMS_2",
        planned(
            ENDPOINT,
            {"engine_name": "kafka", "kafka_settings": [{"security_protocol": "sasl-ssl"}]},
        ),
    )
    assert found == {ENDPOINT: "passed"}


def test_a_database_without_tls_fails() -> None:
    found = verdicts(
        "LAKE_DMS_2", planned(ENDPOINT, {"engine_name": "mysql"}, unknown={"ssl_mode": True})
    )
    assert found == {ENDPOINT: "failed"}


def test_kafka_in_plain_text_fails() -> None:
    found = verdicts(
        "LAKE_DMS_2", planned(ENDPOINT, {"engine_name": "kafka", "kafka_settings": [{}]})
    )
    assert found == {ENDPOINT: "failed"}


def test_a_mode_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_DMS_2",
        planned(
            ENDPOINT,
            {"engine_name": "mysql"},
            unknown={"ssl_mode": True},
            refers={"ssl_mode": "terraform_data.x.output"},
        ),
    )
    assert found == {ENDPOINT: "unknown"}


def test_an_engine_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_DMS_2", planned(ENDPOINT, unknown={"engine_name": True}))
    assert found == {ENDPOINT: "unknown"}
