from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_connection.erp",
    ("connection_properties",),
    {
        "JDBC_CONNECTION_URL": "jdbc:postgresql://erp.internal:5432/erp",
        "JDBC_ENFORCE_SSL": "true",
        "USERNAME": "erp",
        "PASSWORD": "guess",
    },
    plan="full",
)
ADDRESS = "aws_glue_connection.c"


def connection(**properties: str) -> dict[str, Any]:
    return planned(ADDRESS, {"connection_properties": properties})


def test_a_secret_of_secrets_manager_passes() -> None:
    assert verdicts("LAKE_GLUE_3", connection(SECRET_ID="erp")) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "properties",
    [
        {"PASSWORD": "guess"},
        {"KAFKA_SASL_SCRAM_PASSWORD": "guess"},
        {"JDBC_CONNECTION_URL": "jdbc:mysql://db/a?user=a&password=guess"},
        {"CONNECTION_URL": "mongodb://a:guess@db/a"},
    ],
)
def test_a_password_fails(properties: dict[str, str]) -> None:
    assert verdicts("LAKE_GLUE_3", connection(**properties)) == {ADDRESS: "failed"}


def test_hidden_properties_are_unknown() -> None:
    hidden = planned(
        ADDRESS, {"connection_properties": {}}, sensitive={"connection_properties": True}
    )
    assert verdicts("LAKE_GLUE_3", hidden) == {ADDRESS: "unknown"}
