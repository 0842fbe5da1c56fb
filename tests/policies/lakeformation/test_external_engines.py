from typing import Any

import pytest

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import OTHER_ACCOUNT
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_data_lake_settings.settings",
    ("allow_full_table_external_data_access",),
    True,
)
ADDRESS = "aws_lakeformation_data_lake_settings.s"
LISTED = {
    "allow_external_data_filtering": True,
    "external_data_filtering_allow_list": [OTHER_ACCOUNT],
}


def test_settings_without_external_engines_pass() -> None:
    assert verdicts("LAKE_LF_17", planned(ADDRESS)) == {ADDRESS: "passed"}


def test_filtering_by_a_trusted_account_passes_and_by_another_fails() -> None:
    trusted = Settings(trusted_accounts=(OTHER_ACCOUNT,))
    assert verdicts("LAKE_LF_17", planned(ADDRESS, LISTED), settings=trusted) == {ADDRESS: "passed"}
    assert verdicts("LAKE_LF_17", planned(ADDRESS, LISTED)) == {ADDRESS: "failed"}


@pytest.mark.parametrize(
    "values",
    [
        {"allow_full_table_external_data_access": True},
        {"allow_external_data_filtering": True, "external_data_filtering_allow_list": []},
    ],
)
def test_whole_tables_or_filtering_by_anybody_fail(values: dict[str, Any]) -> None:
    assert verdicts("LAKE_LF_17", planned(ADDRESS, values)) == {ADDRESS: "failed"}


def test_a_switch_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"allow_external_data_filtering": True})
    assert verdicts("LAKE_LF_17", later) == {ADDRESS: "unknown"}
