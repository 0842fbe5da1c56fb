from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_data_catalog_encryption_settings.catalog",
    (
        "data_catalog_encryption_settings",
        0,
        "connection_password_encryption",
        0,
        "return_connection_password_encrypted",
    ),
    False,
)
ADDRESS = "aws_glue_data_catalog_encryption_settings.c"


def settings(mode: str, passwords: bool) -> dict[str, Any]:
    block = {
        "encryption_at_rest": [{"catalog_encryption_mode": mode}],
        "connection_password_encryption": [{"return_connection_password_encrypted": passwords}],
    }
    return planned(ADDRESS, {"data_catalog_encryption_settings": [block]})


@pytest.mark.parametrize("mode", ["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"])
def test_an_encrypted_catalogue_passes(mode: str) -> None:
    assert verdicts("LAKE_GLUE_6", settings(mode, True)) == {ADDRESS: "passed"}


def test_a_catalogue_or_passwords_in_the_clear_fail() -> None:
    assert verdicts("LAKE_GLUE_6", settings("DISABLED", True)) == {ADDRESS: "failed"}
    assert verdicts("LAKE_GLUE_6", settings("SSE-KMS", False)) == {ADDRESS: "failed"}


def test_a_mode_known_only_after_apply_is_unknown() -> None:
    mode = {"encryption_at_rest": [{"catalog_encryption_mode": True}]}
    later = planned(
        ADDRESS,
        {"data_catalog_encryption_settings": [{"encryption_at_rest": [{}]}]},
        unknown={"data_catalog_encryption_settings": [mode]},
    )
    assert verdicts("LAKE_GLUE_6", later) == {ADDRESS: "unknown"}
