from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_connection.erp",
    ("connection_properties",),
    {"JDBC_CONNECTION_URL": "jdbc:postgresql://erp.internal:5432/erp", "SECRET_ID": "erp"},
    plan="full",
)
ADDRESS = "aws_glue_connection.c"


def connection(kind: str | None = None, **properties: str) -> dict[str, Any]:
    return planned(ADDRESS, {"connection_type": kind, "connection_properties": properties})


def test_a_connection_that_insists_on_tls_passes() -> None:
    for one in (
        connection(JDBC_ENFORCE_SSL="true"),
        connection("MONGODB", CONNECTION_URL="mongodb://db:27017/a?tls=true"),
        connection("MONGODB", CONNECTION_URL="mongodb+srv://db/a"),
        connection("NETWORK"),
    ):
        assert verdicts("LAKE_GLUE_1", one) == {ADDRESS: "passed"}


def test_a_connection_that_makes_do_without_fails() -> None:
    for one in (
        connection(JDBC_ENFORCE_SSL="false"),
        connection("JDBC", JDBC_CONNECTION_URL="jdbc:mysql://db/a"),
        connection("MONGODB", CONNECTION_URL="mongodb://db:27017/a"),
    ):
        assert verdicts("LAKE_GLUE_1", one) == {ADDRESS: "failed"}


def test_hidden_properties_are_judged_as_they_are_written() -> None:
    constant = {"constant_value": {"JDBC_ENFORCE_SSL": "true"}}
    hidden = planned(
        ADDRESS,
        {"connection_type": "JDBC", "connection_properties": {"JDBC_ENFORCE_SSL": "true"}},
        sensitive={"connection_properties": True},
        expressions={"connection_properties": constant},
    )
    assert verdicts("LAKE_GLUE_1", hidden) == {ADDRESS: "passed"}


def test_hidden_properties_from_variables_are_unknown() -> None:
    hidden = planned(
        ADDRESS,
        {"connection_type": "JDBC", "connection_properties": {"JDBC_ENFORCE_SSL": "true"}},
        sensitive={"connection_properties": True},
        expressions={"connection_properties": {"references": ["var.password"]}},
    )
    assert verdicts("LAKE_GLUE_1", hidden) == {ADDRESS: "unknown"}
