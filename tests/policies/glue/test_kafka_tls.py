from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_connection.events",
    ("connection_properties",),
    {"KAFKA_BOOTSTRAP_SERVERS": "broker:9092", "KAFKA_SSL_ENABLED": "false"},
    plan="full",
)
ADDRESS = "aws_glue_connection.c"


def connection(**properties: str) -> dict[str, Any]:
    return planned(ADDRESS, {"connection_type": "KAFKA", "connection_properties": properties})


def test_tls_is_what_kafka_gets_unless_it_is_turned_off() -> None:
    assert verdicts("LAKE_GLUE_2", connection()) == {ADDRESS: "passed"}
    assert verdicts("LAKE_GLUE_2", connection(KAFKA_SSL_ENABLED="true")) == {ADDRESS: "passed"}
    assert verdicts("LAKE_GLUE_2", connection(KAFKA_SSL_ENABLED="false")) == {ADDRESS: "failed"}


def test_a_certificate_that_nobody_checks_fails() -> None:
    unchecked = connection(KAFKA_SKIP_CUSTOM_CERT_VALIDATION="true")
    assert verdicts("LAKE_GLUE_2", unchecked) == {ADDRESS: "failed"}


def test_other_connections_pass() -> None:
    other = planned(ADDRESS, {"connection_type": "JDBC"})
    assert verdicts("LAKE_GLUE_2", other) == {ADDRESS: "passed"}


def test_hidden_properties_are_unknown() -> None:
    hidden = planned(
        ADDRESS,
        {"connection_type": "KAFKA", "connection_properties": {}},
        sensitive={"connection_properties": True},
    )
    assert verdicts("LAKE_GLUE_2", hidden) == {ADDRESS: "unknown"}
