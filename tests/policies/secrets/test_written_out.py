from typing import Any

from mutation import Mutation
from plans import planned, verdicts

FUNCTION = "aws_lambda_function.transform"
CONNECTOR = "aws_mskconnect_connector.sink"
APPLICATION = "aws_kinesisanalyticsv2_application.anomalies"
MUTATION = Mutation(
    "aws_lambda_function.added",
    (),
    {"runtime": "python3.13", "environment": [{"variables": {"DB_PASSWORD": "hunter2"}}]},
)


def function(**variables: str) -> dict[str, Any]:
    return planned(FUNCTION, {"environment": [{"variables": variables}]})


def test_the_name_of_a_secret_passes() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        function(SECRET_NAME="erp/credentials", TOKEN_URL="https://a", LEVEL="debug"),
    )
    assert found == {FUNCTION: "passed"}


def test_a_secret_looked_up_by_the_program_passes() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            CONNECTOR,
            {"connector_configuration": {"connection.password": "$${secretManager:erp:password}"}},
        ),
    )
    assert found == {CONNECTOR: "passed"}


def test_a_function_without_settings_passes() -> None:
    found = verdicts("LAKE_SECRET_1", planned(FUNCTION))
    assert found == {FUNCTION: "passed"}


def test_a_password_in_a_variable_fails() -> None:
    found = verdicts("LAKE_SECRET_1", function(DB_PASSWORD="hunter2"))
    assert found == {FUNCTION: "failed"}


def test_a_key_in_a_connector_fails() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(CONNECTOR, {"connector_configuration": {"aws.secret.access.key": "abc"}}),
    )
    assert found == {CONNECTOR: "failed"}


def test_a_token_in_an_application_fails() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            APPLICATION,
            {
                "application_configuration": [
                    {
                        "environment_properties": [
                            {"property_group": [{"property_map": {"api.token": "abc"}}]}
                        ]
                    }
                ]
            },
        ),
    )
    assert found == {APPLICATION: "failed"}


def test_a_sensitive_value_fails() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            FUNCTION,
            {"environment": [{"variables": {"URL": "https://user:pass@host"}}]},
            sensitive={"environment": [{"variables": {"URL": True}}]},
        ),
    )
    assert found == {FUNCTION: "failed"}


def test_settings_beside_an_unknown_one_pass_as_they_are_written() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            CONNECTOR,
            unknown={"connector_configuration": True},
            expressions={
                "connector_configuration": {
                    "constant_value": {"topics": "a", "key": "${aws_kms_key.k.arn}"}
                }
            },
        ),
    )
    assert found == {CONNECTOR: "passed"}


def test_a_secret_beside_an_unknown_setting_fails() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            CONNECTOR,
            unknown={"connector_configuration": True},
            expressions={
                "connector_configuration": {
                    "constant_value": {"password": "hunter2", "key": "${aws_kms_key.k.arn}"}
                }
            },
        ),
    )
    assert found == {CONNECTOR: "failed"}


def test_a_reference_to_a_password_is_unknown() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            CONNECTOR,
            unknown={"connector_configuration": True},
            expressions={
                "connector_configuration": {
                    "constant_value": {"password": "${aws_db_instance.d.password}"}
                }
            },
        ),
    )
    assert found == {CONNECTOR: "unknown"}


def test_settings_known_only_after_apply_are_unknown() -> None:
    found = verdicts("LAKE_SECRET_1", planned(CONNECTOR, unknown={"connector_configuration": True}))
    assert found == {CONNECTOR: "unknown"}


def test_a_password_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SECRET_1",
        planned(
            FUNCTION,
            {"environment": [{"variables": {}}]},
            unknown={"environment": [{"variables": {"DB_PASSWORD": True}}]},
        ),
    )
    assert found == {FUNCTION: "unknown"}
