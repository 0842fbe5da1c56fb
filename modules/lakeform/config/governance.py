"""Section `governance`: who may do what on which data, with AWS Lake Formation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, Tag

from lakeform.config.base import (
    Account,
    Bool,
    ColumnName,
    Identifier,
    RoleArn,
    Section,
    ShortName,
    TableReference,
    Text,
    by_key,
    fail,
    nearest,
    pattern,
    quoted,
)

TRUSTED_SERVICES = (
    "athena",
    "dms",
    "ec2",
    "elasticmapreduce",
    "emr-serverless",
    "firehose",
    "glue",
    "kinesisanalytics",
    "lakeformation",
    "lambda",
    "redshift",
    "sagemaker",
    "states",
)
"""Services that a persona's role may trust, by the first part of their service principal."""

DatabasePermission = Literal["ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"]
TablePermission = Literal["ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"]
TagPermission = Literal["ALTER", "CREATE_TABLE", "DESCRIBE", "DROP", "DELETE", "INSERT", "SELECT"]
SharePermission = Literal["DESCRIBE", "SELECT"]
"""Permissions that Lake Formation grants on each kind of object (developer guide, "Lake Formation
permissions reference"). `ALL` and `SUPER` are left out on purpose: the API gives them back in
another form, and the grant would be replaced at each apply."""
DATABASE_PERMISSIONS: tuple[str, ...] = get_args(DatabasePermission)
TABLE_PERMISSIONS: tuple[str, ...] = get_args(TablePermission)

_TRUST = pattern(
    r"arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user|saml-provider|oidc-provider)/\S+)",
    "is neither a service nor the ARN of a role, user, account root, SAML or OIDC provider",
    f"a service ({', '.join(TRUSTED_SERVICES)}) or an ARN",
)


def _trust(value: str) -> str:
    if value in TRUSTED_SERVICES:
        return value
    close = nearest(value, TRUSTED_SERVICES)
    if close is not None and not value.startswith("arn:"):
        fail(
            f"{quoted(value)} is no service that a role may trust",
            f"did you mean `{close}`?",
            close,
        )
    return _TRUST(value)


def _some(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        fail("the list of permissions is empty", "name what is allowed, or remove the grant")
    return tuple(sorted(set(value)))


MAX_TAG_VALUES = 50
"""Values of one LF-tag that a grant can name (Lake Formation API reference, "LFTag")."""
MAX_EXPRESSION_BYTES = 900
"""Size of an LF-tag expression that stands in a grant (Lake Formation developer guide, "Lake
Formation tag-based access control best practices and considerations")."""


def expression_bytes(tags: Iterable[tuple[str, Sequence[str]]]) -> int:
    """Size of an LF-tag expression, counted as the JSON that the API takes."""
    each = [{"TagKey": key, "TagValues": [*values]} for key, values in tags]
    return len(json.dumps(each, separators=(",", ":"), ensure_ascii=False).encode())


Values = Annotated[tuple[Text, ...], Field(min_length=1)]

TableOrAll = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[a-z0-9][a-z0-9_-]*\.(?:[a-z0-9][a-z0-9_-]*|\*)",
            "must be written `database.table`, or `database.*` for all tables",
        )
    ),
]
TagKey = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[a-z0-9][a-z0-9_-]{0,49}",
            "must be 1 to 50 lower-case letters, digits, `_` and `-`, and start with a letter or "
            "digit",
        )
    ),
]
TagValue = Annotated[
    Text,
    AfterValidator(
        pattern(
            r"[a-z0-9_.:/=+@%-](?:[a-z0-9_.:/=+@% -]{0,48}[a-z0-9_.:/=+@%-])?",
            "isn't a value of an LF-tag: 1 to 50 lower-case letters, digits, spaces and _.:/=+@%-",
            "Lake Formation stores LF-tags in lower case, and would be changed at each apply",
        )
    ),
]
"""Length, alphabet and case: Lake Formation developer guide, "Lake Formation tag-based access
control best practices and considerations"; API reference, "LFTag"."""


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


ValuesLike = Annotated[Values, BeforeValidator(_one_or_more, json_schema_input_type=Text | Values)]


class Filter(Section):
    """A data cells filter: which rows and which columns of a table."""

    table: TableReference
    """The table, as `database.table`."""
    rows: Annotated[str, Field(min_length=1, max_length=2048)] | None = None
    """Condition in PartiQL that a row must meet; left out, all rows."""
    columns: Annotated[tuple[ColumnName, ...], Field(min_length=1)] | None = None
    """The only columns that are seen."""
    except_columns: Annotated[tuple[ColumnName, ...], Field(min_length=1)] | None = None
    """Columns that aren't seen; all others are."""


class _Grant(Section):
    grantable: Bool = False
    """The grantee may grant the same to others."""


class DatabaseGrant(_Grant):
    """Permissions on a database."""

    database: Identifier
    """Name of the database."""
    permissions: Annotated[tuple[DatabasePermission, ...], AfterValidator(_some)]
    """What is allowed on the database itself; its tables need grants of their own."""


class TableGrant(_Grant):
    """Permissions on a table, or on some of its columns."""

    table: TableOrAll
    """The table, as `database.table`; `database.*` is all tables of a database, those to come
    included."""
    permissions: Annotated[tuple[TablePermission, ...], AfterValidator(_some)]
    """What is allowed."""
    columns: Annotated[tuple[ColumnName, ...], Field(min_length=1)] | None = None
    """Only these columns; allows SELECT only."""
    except_columns: Annotated[tuple[ColumnName, ...], Field(min_length=1)] | None = None
    """All columns but these; allows SELECT only."""


class TagGrant(_Grant):
    """Permissions on everything that carries LF-tags."""

    tags: Annotated[dict[Identifier, ValuesLike], Field(min_length=1)]
    """LF-tag key → values: an object matches when it has one of the values of each key."""
    permissions: Annotated[tuple[TagPermission, ...], AfterValidator(_some)]
    """What is allowed: permissions of databases and of tables."""


class FilterGrant(_Grant):
    """SELECT through a data cells filter."""

    filter: Identifier
    """Name of a filter of `governance.filters`."""


class LocationGrant(_Grant):
    """The right to make tables whose data lies in a zone (DATA_LOCATION_ACCESS)."""

    location: str
    """A zone."""


_GRANT_KINDS = {
    "database": "database grant",
    "table": "table grant",
    "tags": "tag grant",
    "filter": "filter grant",
    "location": "location grant",
}


Grant = Annotated[
    Annotated[DatabaseGrant, Tag("database grant")]
    | Annotated[TableGrant, Tag("table grant")]
    | Annotated[TagGrant, Tag("tag grant")]
    | Annotated[FilterGrant, Tag("filter grant")]
    | Annotated[LocationGrant, Tag("location grant")],
    by_key(_GRANT_KINDS, "a grant"),
]


class Persona(Section):
    """A kind of user: a role, and what it may do."""

    description: (
        Annotated[
            str,
            AfterValidator(
                pattern(r"[\t\n\r -~¡-ÿ]{1,1000}", "isn't a description that IAM takes")
            ),
        ]
        | None
    ) = None
    """Who this is; the description of the role that is made."""
    role_arn: RoleArn | None = None
    """A role that exists; left out, a role is made."""
    trust: tuple[Annotated[str, AfterValidator(_trust)], ...] = ()
    """Who may assume the role that is made: services, roles, SAML or OIDC providers. Providers are
    those of the environment's own account; `overrides` name another environment's."""
    oidc_conditions: dict[str, ValuesLike] = {}
    """Claim → allowed values (`*` is a wildcard) for the OIDC providers in `trust`, for example
    `sub: repo:acme/lake:*`."""
    grants: tuple[Grant, ...] = ()
    """What it may do."""


class Share(Section):
    """Tables or tagged data that another account may use, through AWS RAM."""

    account: Account
    """The account that the data is shared with."""
    databases: tuple[Identifier, ...] = ()
    """Databases that are shared (DESCRIBE)."""
    tables: tuple[TableOrAll, ...] = ()
    """Tables that are shared; `database.*` is all tables of a database."""
    tags: dict[Identifier, ValuesLike] = {}
    """LF-tags of the data that is shared."""
    permissions: Annotated[tuple[SharePermission, ...], AfterValidator(_some)] = (
        "DESCRIBE",
        "SELECT",
    )
    """What the other account may do."""
    grantable: Bool = True
    """Its administrators may grant the same to their own roles; without it nobody there can use
    the data but the account as a whole."""


class ExternalFiltering(Section):
    """Query engines of others that filter rows and columns themselves."""

    accounts: Annotated[tuple[Account, ...], Field(min_length=1)]
    """Accounts whose engines may."""
    session_tags: tuple[Annotated[str, Field(min_length=1, max_length=256)], ...] = ()
    """Values of the session tag `LakeFormationAuthorizedCaller` that they must show."""
    whole_tables: Bool = False
    """They also get credentials for whole tables, of roles that may read all of a table."""


class Governance(Section):
    """Who may do what on which data."""

    mode: Literal["lake_formation", "hybrid", "iam"] = "lake_formation"
    """Lake Formation alone; Lake Formation for principals that opted in and IAM for the rest
    (for a lake that is being moved); or IAM alone."""
    admins: tuple[str, ...] = ()
    """Personas or role ARNs that administer Lake Formation. The deploying role is always among
    them. Roles that administer the account's Lake Formation today must be named, or they lose
    that right."""
    read_only_admins: tuple[RoleArn, ...] = ()
    """Roles that see all of Lake Formation and change nothing. Those of the account's Lake
    Formation today must be named, or they lose that right."""
    trusted_resource_owners: tuple[Account, ...] = ()
    """Accounts whose activity on shared data is written to this account's CloudTrail."""
    external_filtering: ExternalFiltering | None = None
    """Query engines of others that may read the data; none, if left out."""
    location_role: Literal["own", "service_linked"] = "own"
    """The role with which Lake Formation reads the zones: one made for the lake, or AWS's
    service-linked one."""
    tags: dict[TagKey, Annotated[tuple[TagValue, ...], Field(min_length=1, max_length=1000)]] = {}
    """LF-tags: key → allowed values."""
    filters: dict[Identifier, Filter] = {}
    """Name → row, column and cell filter."""
    personas: dict[ShortName, Persona] = {}
    """Name → persona."""
    shares: dict[ShortName, Share] = {}
    """Name → share with another account."""
