"""What IAM must allow a persona, exactly, in each mode."""

from __future__ import annotations

from governed import CATALOG, granted, lake_with
from lakeform.access import compile
from lakeform.access.iam import (
    ADMINISTER,
    MAX_NAMED_DATABASES,
    PASS_ON,
    QUERY,
    READ_DATABASE,
    READ_TABLE,
    Allowed,
    key_uses,
    required_statements,
)
from lakeform.config.model import Lake

GLUE = "arn:aws:glue:us-east-1:111111111111:"
RAW = "arn:aws:s3:::acme-dev-raw-111111111111-us-east-1"
CURATED = "arn:aws:s3:::acme-dev-curated-111111111111-us-east-1"


def required(lake: Lake, persona: str = "analyst") -> dict[str, Allowed]:
    found = required_statements(lake, compile(lake), persona)
    assert len({allowed.sid for allowed in found}) == len(found)
    return {allowed.sid: allowed for allowed in found}


def allowed_on(lake: Lake, action: str, persona: str = "analyst") -> tuple[str, ...]:
    """The resources on which an action is allowed."""
    found = [a.resources for a in required(lake, persona).values() if action in a.actions]
    assert len(found) <= 1, "an action stands in one statement"
    return tuple(r.removeprefix(GLUE) for r in found[0]) if found else ()


def test_under_lake_formation_a_role_fetches_credentials_and_reads_no_bucket() -> None:
    found = required(granted("{table: sales.orders, permissions: [SELECT]}"))
    assert found == {
        "LakeFormation": Allowed("LakeFormation", ("lakeformation:GetDataAccess",), ("*",)),
        "Catalog1": Allowed(
            "Catalog1",
            tuple(sorted((*READ_DATABASE, *READ_TABLE))),
            (f"{GLUE}catalog", f"{GLUE}database/sales", f"{GLUE}table/sales/*"),
        ),
        "Query": Allowed(
            "Query",
            QUERY,
            ("arn:aws:athena:us-east-1:111111111111:workgroup/acme-dev-*",),
        ),
    }


def test_what_changes_the_catalogue_is_allowed_where_it_is_granted() -> None:
    lake = granted(
        "{database: sales, permissions: [ALTER, CREATE_TABLE]}",
        "{table: web.clicks, permissions: [DROP]}",
    )
    assert allowed_on(lake, "glue:CreateTable") == ("catalog", "database/sales", "table/sales/*")
    assert allowed_on(lake, "glue:UpdateDatabase") == ("catalog", "database/sales", "table/sales/*")
    assert allowed_on(lake, "glue:DeleteDatabase") == ()
    dropped = ("catalog", "database/sales", "database/web", "table/sales/*", "table/web/*")
    assert allowed_on(lake, "glue:DeleteTable") == dropped, "a creator may drop what is its own"


def test_a_grant_by_tag_reaches_every_database_of_the_lake() -> None:
    lake = granted("{tags: {domain: sales}, permissions: [DESCRIBE]}")
    read = ("catalog", "database/sales", "database/web", "table/sales/*", "table/web/*")
    assert allowed_on(lake, "glue:GetTable") == read


def test_more_databases_than_a_policy_can_name_are_left_to_lake_formation() -> None:
    more = "".join(f"    d{n}: {{zone: raw}}\n" for n in range(MAX_NAMED_DATABASES))
    grant = {"tags": {"domain": "sales"}, "permissions": ["SELECT"]}
    section = {"personas": {"analyst": {"trust": ["glue"], "grants": [grant]}}}
    lake = lake_with(section, catalog=CATALOG + more)
    assert allowed_on(lake, "glue:GetTable") == ("catalog", "database/*", "table/*/*")


def test_who_may_pass_on_may_grant() -> None:
    lake = granted("{table: sales.orders, permissions: [SELECT], grantable: true}")
    actions = required(lake)["LakeFormation"].actions
    assert actions == ("lakeformation:GetDataAccess", *PASS_ON)


def test_an_administrator_administers_and_names_no_others() -> None:
    lake = lake_with({"admins": ["boss"], "personas": {"boss": {"trust": ["glue"]}}})
    found = required(lake, "boss")
    assert found["LakeFormation"].actions == ADMINISTER
    assert "lakeformation:PutDataLakeSettings" not in ADMINISTER
    assert allowed_on(lake, "glue:GetTable", "boss") == ("catalog", "database/*", "table/*/*")


def test_a_persona_without_grants_needs_nothing() -> None:
    lake = lake_with({"personas": {"idle": {"trust": ["glue"]}}})
    assert required(lake, "idle") == {}


def test_a_role_of_services_doesnt_query() -> None:
    grant = {"table": "sales.orders", "permissions": ["SELECT"]}
    for trust, queries in ((["glue"], False), (["glue", "arn:aws:iam::1:role/x"], True)):
        section = {"trust": [t.replace("::1:", "::111111111111:") for t in trust]}
        lake = lake_with({"personas": {"analyst": section | {"grants": [grant]}}})
        assert ("Query" in required(lake)) is queries


def test_without_lake_formation_tables_and_prefixes_are_named() -> None:
    lake = granted(
        "{table: sales.orders, permissions: [SELECT, INSERT]}",
        "{table: web.*, permissions: [SELECT]}",
        mode="iam",
    )
    read = (
        "catalog",
        "database/sales",
        "database/web",
        "table/sales/orders",
        "table/web/*",
    )
    assert allowed_on(lake, "glue:GetTable") == read
    assert allowed_on(lake, "glue:UpdateTable") == (
        "catalog",
        "database/sales",
        "table/sales/orders",
    )
    assert allowed_on(lake, "s3:GetObject") == (f"{CURATED}/sales/orders/*", f"{RAW}/web/*")
    assert allowed_on(lake, "s3:PutObject") == (f"{CURATED}/sales/orders/*",)
    assert allowed_on(lake, "s3:DeleteObject") == ()
    listed = {a.resources[0]: a.conditions for s, a in required(lake).items() if "List" in s}
    assert listed == {
        CURATED: {"StringLike": {"s3:prefix": ("sales/orders/*",)}},
        RAW: {"StringLike": {"s3:prefix": ("web/*",)}},
    }
    assert "LakeFormation" not in required(lake)


def test_without_lake_formation_a_location_is_the_whole_zone() -> None:
    lake = granted("{location: raw}", mode="iam")
    for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
        assert allowed_on(lake, action) == (f"{RAW}/*",)
    assert required(lake)["DataList1"].conditions == {}


def test_deleting_a_database_is_asked_of_all_that_is_in_it() -> None:
    lake = granted("{database: web, permissions: [DROP]}", mode="iam")
    assert allowed_on(lake, "glue:DeleteDatabase") == (
        "catalog",
        "database/web",
        "table/web/*",
        "userDefinedFunction/web/*",
    )


def test_keys_are_used_by_who_reads_and_writes_itself() -> None:
    grants = (
        "{table: sales.orders, permissions: [SELECT]}",
        "{table: web.clicks, permissions: [INSERT]}",
        "{table: web.clicks, permissions: [DESCRIBE]}",
    )
    lake = granted(*grants, mode="iam")
    uses = key_uses(lake, compile(lake), "analyst")
    assert uses == {"curated": ("decrypt",), "raw": ("decrypt", "encrypt")}
    lake = granted(*grants)
    assert key_uses(lake, compile(lake), "analyst") == {}
