"""What somebody gains or loses by permissions on LF-tags when something is tagged otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from changes import OTHER, arn_of, changed, created, deleted, kept, plan, role
from lakeform.gate.facts.accounts import Whose
from lakeform.review.access import AccessChange, Turn, access_changes
from lakeform.review.guards import guard

ROLES = (role("analyst"), role("engineer"))
GRANT = "aws_lakeformation_permissions.analyst"
SALES = {"database": [{"name": "sales"}]}
ORDERS = {"table": [{"database_name": "sales", "name": "orders"}]}
EMAIL = {
    "table_with_columns": [{"database_name": "sales", "name": "orders", "column_names": ["email"]}]
}
TAG = "aws_lakeformation_resource_lf_tags"


def by_tags(
    *permissions: str, of: str = "TABLE", principal: str = arn_of("analyst"), **tags: Any
) -> dict[str, Any]:
    """A grant by tags, as it stays."""
    expression = [{"key": key, "values": values} for key, values in tags.items()]
    policy = {"resource_type": of, "expression": expression}
    values = {
        "principal": principal,
        "permissions": list(permissions),
        "lf_tag_policy": [policy],
    }
    return kept(f"{GRANT}_{of.lower()}", values)


def tagged(what: Mapping[str, Any], **tags: str) -> dict[str, Any]:
    return {**what, "lf_tag": [{"key": key, "value": value} for key, value in tags.items()]}


def effects(*entries: Any) -> list[AccessChange]:
    found = access_changes(plan(*ROLES, *entries))
    return [each for each in found if " through the LF-tags " in each.text]


def words(*entries: Any) -> list[str]:
    return [each.text for each in effects(*entries)]


def test_a_tag_that_lets_a_permission_match_is_said_with_whom_it_lets_in() -> None:
    entries = (
        by_tags("DESCRIBE", "SELECT", domain=["web"], sensitivity=["internal", "public"]),
        changed(
            f"{TAG}.web2",
            tagged({"database": [{"name": "web2"}]}, domain="test", sensitivity="internal"),
            tagged({"database": [{"name": "web2"}]}, domain="web", sensitivity="internal"),
        ),
    )
    (change,) = effects(*entries)
    assert change.text == (
        "analyst gains DESCRIBE, SELECT on web2.* through the LF-tags "
        "domain=web, sensitivity=internal|public"
    )
    assert (change.turn, change.addresses) == (Turn.GAINS, (f"{TAG}.web2",))
    (finding,) = guard(plan(*ROLES, *entries))
    assert (finding.policy, finding.address) == ("GUARD_ACCESS_4", f"{TAG}.web2")


def test_a_tag_that_lets_a_permission_no_longer_match_takes_away() -> None:
    loses = changed(f"{TAG}.s", tagged(SALES, domain="sales"), tagged(SALES, domain="hr"))
    grant = by_tags("SELECT", domain=["sales"])
    (change,) = effects(grant, loses)
    assert change.text == "analyst loses SELECT on sales.* through the LF-tags domain=sales"
    assert change.turn is Turn.LOSES
    assert guard(plan(*ROLES, grant, loses)) == ()


def test_a_new_database_is_reached_by_what_was_granted_before_and_opens_nothing_old() -> None:
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    grant = by_tags("SELECT", domain=["sales"])
    entries = (database, grant, created(f"{TAG}.s", tagged(SALES, domain="sales")))
    (change,) = effects(*entries)
    assert change.text == "analyst gains SELECT on sales.* through the LF-tags domain=sales"
    assert change.on_new
    assert guard(plan(*ROLES, *entries)) == ()
    needs_more = by_tags("SELECT", domain=["sales"], sensitivity=["public"])
    assert words(database, needs_more, created(f"{TAG}.s", tagged(SALES, domain="sales"))) == []


def test_where_a_tag_that_is_asked_for_is_not_in_the_plan_it_may_match() -> None:
    grant = by_tags("SELECT", domain=["sales"], sensitivity=["public"])
    entry = changed(f"{TAG}.s", tagged(SALES, domain="hr"), tagged(SALES, domain="sales"))
    (change,) = effects(grant, entry)
    assert change.text.startswith("analyst may gain SELECT on sales.* through")
    assert not change.is_known
    back = changed(f"{TAG}.s", tagged(SALES, domain="sales"), tagged(SALES, domain="hr"))
    assert words(grant, back) == [change.text.replace("gain", "lose")]


def test_a_value_that_nobody_knows_yet_may_match() -> None:
    after = {**SALES, "lf_tag": [{"key": "domain"}]}
    entry = changed(
        f"{TAG}.s", tagged(SALES, domain="hr"), after, unknown={"lf_tag": [{"value": True}]}
    )
    (text,) = words(by_tags("SELECT", domain=["sales"]), entry)
    assert text.startswith("analyst may gain SELECT on sales.*")


def test_what_has_another_tag_of_its_own_is_left_out() -> None:
    grant = by_tags("SELECT", sensitivity=["public"])
    database = changed(
        f"{TAG}.s", tagged(SALES, sensitivity="pii"), tagged(SALES, sensitivity="public")
    )
    table = kept(f"{TAG}.orders", tagged(ORDERS, sensitivity="pii"))
    column = kept(f"{TAG}.email", tagged(EMAIL, sensitivity="pii"))
    through = "through the LF-tags sensitivity=public"
    assert words(grant, database, table) == [
        f"analyst gains SELECT on sales.* except sales.orders {through}"
    ]
    assert words(grant, database, column) == [
        f"analyst gains SELECT on sales.* except email of sales.orders {through}"
    ]
    assert words(grant, database, table, column) == [
        f"analyst gains SELECT on sales.* except sales.orders {through}"
    ]


def test_a_column_that_loses_its_tag_takes_that_of_its_database() -> None:
    entries = (
        kept(f"{TAG}.s", tagged(SALES, sensitivity="public")),
        deleted(f"{TAG}.email", tagged(EMAIL, sensitivity="pii")),
    )
    (change,) = effects(by_tags("SELECT", sensitivity=["public"]), *entries)
    assert change.text == (
        "analyst gains SELECT on email of sales.orders through the LF-tags sensitivity=public"
    )
    assert change.addresses == (f"{TAG}.email",)
    assert words(by_tags("ALTER", sensitivity=["public"]), *entries) == []


def test_a_permission_on_databases_is_said_of_the_database() -> None:
    grant = by_tags("DESCRIBE", of="DATABASE", domain=["sales"])
    new = created(f"{TAG}.s", tagged(SALES, domain="sales"))
    other = changed(f"{TAG}.s", tagged(SALES, domain="hr"), tagged(SALES, domain="sales"))
    said = ["analyst gains DESCRIBE on sales through the LF-tags domain=sales"]
    assert words(grant, new) == words(grant, other) == said
    table = changed(f"{TAG}.o", tagged(ORDERS, domain="hr"), tagged(ORDERS, domain="sales"))
    assert words(grant, table) == []


def test_what_is_deleted_with_its_tags_is_not_told() -> None:
    gone = (
        deleted("aws_glue_catalog_database.sales", {"name": "sales"}),
        deleted(f"{TAG}.s", tagged(SALES, domain="sales")),
    )
    assert words(by_tags("SELECT", domain=["sales"]), *gone) == []


def test_a_new_grant_is_told_as_a_grant_only() -> None:
    entry = changed(f"{TAG}.s", tagged(SALES, domain="hr"), tagged(SALES, domain="sales"))
    grant = by_tags("SELECT", domain=["sales"])
    values = grant["change"]["after"]
    assert words(created(GRANT, values), entry) == []


def test_another_account_that_a_tag_lets_in_is_foreign() -> None:
    entry = changed(f"{TAG}.s", tagged(SALES, domain="hr"), tagged(SALES, domain="sales"))
    grant = by_tags("SELECT", principal=OTHER, domain=["sales"])
    (change,) = effects(grant, entry)
    assert change.whose is Whose.FOREIGN
    assert [each.policy for each in guard(plan(*ROLES, grant, entry))] == ["GUARD_ACCESS_3"]


EXPRESSION = "aws_lakeformation_lf_tag_expression.web"


def saying(*values: str) -> dict[str, Any]:
    return {"name": "web", "expression": [{"tag_key": "domain", "tag_values": list(values)}]}


def by_expression() -> dict[str, Any]:
    policy = {"resource_type": "TABLE", "expression_name": "web"}
    values = {"principal": arn_of("analyst"), "permissions": ["SELECT"], "lf_tag_policy": [policy]}
    return kept(GRANT, values)


def test_an_expression_of_its_own_counts_like_one_that_is_written_out() -> None:
    entry = changed(f"{TAG}.s", tagged(SALES, domain="hr"), tagged(SALES, domain="web"))
    assert words(by_expression(), kept(EXPRESSION, saying("web")), entry) == [
        "analyst gains SELECT on sales.* through the LF-tags domain=web"
    ]


def test_an_expression_that_changes_is_named_rather_than_the_grant_that_does_not() -> None:
    wider = changed(EXPRESSION, saying("web"), saying("shop", "web"))
    more, less = access_changes(plan(*ROLES, by_expression(), wider))
    assert more.text == "analyst gains SELECT on tables where domain=shop|web"
    assert (less.turn, more.addresses) == (Turn.LOSES, (EXPRESSION,))
