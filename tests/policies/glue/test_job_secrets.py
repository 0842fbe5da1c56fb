from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_glue_job.orders", ("default_arguments", "--db_password"), "guess")
ADDRESS = "aws_glue_job.j"
SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:erp"


def job(**arguments: str) -> dict[str, Any]:
    named = {f"--{key.replace('_', '-')}": value for key, value in arguments.items()}
    return planned(ADDRESS, {"default_arguments": named})


@pytest.mark.parametrize(
    "arguments",
    [
        {"job_language": "python"},
        {"secret_name": "erp"},
        {"password_arn": SECRET},
        {"secret": SECRET},
    ],
)
def test_names_of_secrets_pass(arguments: dict[str, str]) -> None:
    assert verdicts("LAKE_GLUE_13", job(**arguments)) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"db_password": "guess"},
        {"API_KEY": "abc"},
        {"auth_token": "abc"},
        {"user": "AKIAIOSFODNN7EXAMPLE"},
    ],
)
def test_secrets_fail(arguments: dict[str, str]) -> None:
    assert verdicts("LAKE_GLUE_13", job(**arguments)) == {ADDRESS: "failed"}


def test_a_secret_from_a_sensitive_variable_is_still_one() -> None:
    hidden = planned(
        ADDRESS,
        {"default_arguments": {"--password": "guess"}},
        sensitive={"default_arguments": {"--password": True}},
    )
    assert verdicts("LAKE_GLUE_13", hidden) == {ADDRESS: "failed"}


def test_arguments_known_only_after_apply_are_unknown() -> None:
    for unknown in ({"default_arguments": True}, {"default_arguments": {"--token": True}}):
        later = planned(ADDRESS, {"default_arguments": {}}, unknown=unknown)
        assert verdicts("LAKE_GLUE_13", later) == {ADDRESS: "unknown"}
