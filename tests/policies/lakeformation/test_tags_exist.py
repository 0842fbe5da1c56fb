from typing import Any

from mutation import Mutation
from plan_parts import grant
from plans import planned, verdicts

MUTATION = Mutation("aws_lakeformation_lf_tag.domain", ("values",), ["sales"])
DOMAIN = planned("aws_lakeformation_lf_tag.domain", {"key": "domain", "values": ["sales", "web"]})
ADDRESS = "aws_lakeformation_resource_lf_tag.t"


def tagged(key: str, value: str) -> dict[str, Any]:
    return planned(
        ADDRESS, {"database": [{"name": "sales"}], "lf_tag": [{"key": key, "value": value}]}
    )


def test_a_defined_value_passes_and_another_fails() -> None:
    assert verdicts("LAKE_LF_18", DOMAIN, tagged("domain", "web")) == {ADDRESS: "passed"}
    assert verdicts("LAKE_LF_18", DOMAIN, tagged("domain", "shop")) == {ADDRESS: "failed"}


def test_a_grant_by_an_undefined_value_fails() -> None:
    terms = [{"key": "domain", "values": ["sales", "shop"]}]
    by_tags = grant(lf_tag_policy={"resource_type": "TABLE", "expression": terms})
    found = verdicts("LAKE_LF_18", DOMAIN, by_tags)
    assert found == {"aws_lakeformation_permissions.g": "failed"}


def test_a_grant_by_name_uses_no_tags() -> None:
    by_name = grant(database={"name": "sales"})
    assert verdicts("LAKE_LF_18", by_name) == {"aws_lakeformation_permissions.g": "passed"}


def test_a_key_that_the_plan_doesnt_define_is_unknown() -> None:
    assert verdicts("LAKE_LF_18", DOMAIN, tagged("team", "a")) == {ADDRESS: "unknown"}
