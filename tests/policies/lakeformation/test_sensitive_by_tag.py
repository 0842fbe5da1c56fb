from typing import Any

from mutation import Mutation
from plan_parts import ANALYST, grant, pii, table
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.analyst__tags__tables__domain-web__sensitivity-public",
    ("lf_tag_policy", 0, "expression", 1, "values"),
    ["pii", "public"],
)
ADDRESS = "aws_lakeformation_permissions.g"
DOMAIN = planned(
    "aws_lakeformation_resource_lf_tag.sales_domain",
    {"database": [{"name": "sales"}], "lf_tag": [{"key": "domain", "value": "sales"}]},
)


def by_tags(**expression: list[str]) -> dict[str, Any]:
    terms = [{"key": key, "values": values} for key, values in expression.items()]
    return grant(lf_tag_policy={"resource_type": "TABLE", "expression": terms})


def test_an_expression_without_the_sensitive_value_passes() -> None:
    expression = by_tags(domain=["sales"], sensitivity=["public"])
    found = verdicts("LAKE_LF_9", DOMAIN, table(), pii("sales", "orders", "email"), expression)
    assert found == {ADDRESS: "passed"}


def test_an_expression_with_the_sensitive_value_fails() -> None:
    expression = by_tags(domain=["web"], sensitivity=["pii", "public"])
    assert verdicts("LAKE_LF_9", expression) == {ADDRESS: "failed"}


def test_an_expression_that_doesnt_ask_for_sensitivity_fails_where_it_matches_something() -> None:
    tagged = pii("sales", "orders", "email")
    found = verdicts("LAKE_LF_9", DOMAIN, table(), tagged, by_tags(domain=["sales"]))
    assert found == {ADDRESS: "failed"}
    found = verdicts("LAKE_LF_9", DOMAIN, table(), tagged, by_tags(domain=["web"]))
    assert found == {ADDRESS: "passed"}


def test_databases_have_no_columns() -> None:
    terms = [{"key": "sensitivity", "values": ["pii"]}]
    on_databases = grant(lf_tag_policy={"resource_type": "DATABASE", "expression": terms})
    assert verdicts("LAKE_LF_9", on_databases) == {ADDRESS: "passed"}


def test_values_known_only_after_apply_are_unknown() -> None:
    policy = {"resource_type": "TABLE", "expression": [{"key": "sensitivity"}]}
    later = planned(
        ADDRESS,
        {"principal": ANALYST, "permissions": ["SELECT"], "lf_tag_policy": [policy]},
        unknown={"lf_tag_policy": [{"expression": [{"values": True}]}]},
    )
    assert verdicts("LAKE_LF_9", later) == {ADDRESS: "unknown"}
