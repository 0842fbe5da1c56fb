"""Rules of the section `governance`: what it says can be done, by Lake Formation or by IAM."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.governance import Filter, FilterGrant, Persona, Share, TableGrant, TagGrant
from lakeform.config.model import Lake
from lakeform.config.rules.governance_names import all_grants
from lakeform.config.yaml_reader import KeyPath

MAX_EXPRESSIONS = 50
"""LF-tag expressions that a principal can be granted (developer guide, "Lake Formation tag-based
access control best practices and considerations")."""

RESERVED_PERSONAS = ("deploy", "flow-logs", "lake-formation")
RESERVED_PREFIXES = ("crawler-", "optimizer-", "replication-")
"""What the lake's other roles are called."""

_ROLE = re.compile(r"arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:role|user)/\S+")


def admins_exist(lake: Lake) -> Iterator[Fault]:
    """An administrator is a persona or an ARN, is named once, and has no grants."""
    personas = lake.governance.personas
    seen: set[str] = set()
    for place, admin in enumerate(lake.governance.admins):
        path: KeyPath = ("governance", "admins", place)
        if admin in seen:
            yield Fault(path, f"{quoted(admin)} is an administrator twice", "name it once")
        seen.add(admin)
        if admin not in personas and not _ROLE.fullmatch(admin):
            yield Fault(
                path,
                f"{quoted(admin)} is neither a persona nor the ARN of a role or user",
                suggestion(admin, list(personas), "personas"),
            )
    admin_arns = {_arn(lake, admin) for admin in seen} | {lake.deploy_role}
    for name, persona in personas.items():
        if persona.grants and _arn(lake, name) in admin_arns:
            yield Fault(
                ("governance", "personas", name, "grants"),
                f"{quoted(name)} administers Lake Formation and has grants: Lake Formation lets an "
                "administrator do more than that already, and can't take back a grant to one",
                "remove the grants, or make a second persona for the daily work",
                at_key=True,
            )


def _arn(lake: Lake, admin: str) -> str:
    """The role of an administrator; a persona's own is known by the persona's name."""
    persona = lake.governance.personas.get(admin)
    return admin if persona is None or persona.role_arn is None else persona.role_arn


def personas_have_a_role(lake: Lake) -> Iterator[Fault]:
    """A persona is one role: made here and trusted by somebody, or one that exists."""
    users: dict[str, str] = {}
    for name, persona in lake.governance.personas.items():
        path: KeyPath = ("governance", "personas", name)
        if name in RESERVED_PERSONAS or name.startswith(RESERVED_PREFIXES):
            yield Fault(
                path,
                f"the role of a persona called {quoted(name)} would have the name of another role "
                "of the lake",
                "choose another name",
                at_key=True,
            )
        if persona.role_arn is not None and persona.trust:
            yield Fault(
                (*path, "trust"),
                f"{quoted(name)} has a role that exists, and `trust` for a role that would be made",
                "keep `role_arn` or `trust`; who may assume an existing role is set where it is "
                "made",
                at_key=True,
            )
        elif persona.role_arn is None and not persona.trust:
            yield Fault(
                path,
                f"nobody could assume the role of {quoted(name)}",
                "say who in `trust`, or name a role that exists in `role_arn`",
                at_key=True,
            )
        if persona.role_arn is not None:
            if persona.role_arn in users:
                yield Fault(
                    (*path, "role_arn"),
                    f"{quoted(users[persona.role_arn])} and {quoted(name)} are the same role: each "
                    "would revoke what only the other grants",
                    "write the grants of both under one persona",
                )
            users.setdefault(persona.role_arn, name)
        yield from _oidc_faults(path, persona)


def _oidc_faults(path: KeyPath, persona: Persona) -> Iterator[Fault]:
    providers = [place for place, who in enumerate(persona.trust) if ":oidc-provider/" in who]
    if persona.oidc_conditions and not providers:
        yield Fault(
            (*path, "oidc_conditions"),
            "`oidc_conditions` without an OIDC provider in `trust`",
            "add the provider's ARN to `trust`, or remove the conditions",
            at_key=True,
        )
    for place in providers:
        if not persona.oidc_conditions:
            yield Fault(
                (*path, "trust", place),
                "everybody whom this OIDC provider knows could assume the role",
                "say who in `oidc_conditions`, for example `sub: repo:acme/lake:*`",
            )
    for claim, values in persona.oidc_conditions.items():
        if any(set(value) <= {"*"} for value in values):
            yield Fault(
                (*path, "oidc_conditions", claim),
                f"`*` allows every {quoted(claim)}",
                "write what it must be; `*` may stand for a part of it",
            )


def filters_are_possible(lake: Lake) -> Iterator[Fault]:
    """A filter leaves something out and something in."""
    for name, filter in lake.governance.filters.items():
        path: KeyPath = ("governance", "filters", name)
        yield from _column_set_faults(lake, path, filter.table, filter)
        if filter.rows is None and filter.columns is None and filter.except_columns is None:
            yield Fault(
                path,
                f"the filter {quoted(name)} filters nothing",
                "add `rows`, `columns` or `except_columns`, or grant the table itself",
                at_key=True,
            )


def _column_set_faults(
    lake: Lake, path: KeyPath, reference: str, section: Filter | TableGrant
) -> Iterator[Fault]:
    if section.columns is not None and section.except_columns is not None:
        yield Fault(
            (*path, "except_columns"),
            "`columns` and `except_columns` exclude each other",
            "keep one of them",
            at_key=True,
        )
    table = lake.table(reference)
    # One without columns has a schema file that can't be read, which is a fault of its own.
    if table is not None and table.columns and section.except_columns is not None:
        everything = {*table.columns, *table.partitions}
        if everything <= set(section.except_columns):
            yield Fault(
                (*path, "except_columns"),
                f"no column of {quoted(reference)} is left",
                "leave out fewer columns",
                at_key=True,
            )


def column_grants_are_possible(lake: Lake) -> Iterator[Fault]:
    """Columns can be granted for SELECT, of a table that is named."""
    for path, grant in all_grants(lake):
        if not isinstance(grant, TableGrant):
            continue
        yield from _column_set_faults(lake, path, grant.table, grant)
        key = "columns" if grant.columns is not None else "except_columns"
        if grant.columns is None and grant.except_columns is None:
            continue
        others = [permission for permission in grant.permissions if permission != "SELECT"]
        if others:
            yield Fault(
                (*path, "permissions"),
                f"{', '.join(others)} can't be granted on columns, only SELECT can",
                "write a second grant on the table for the rest",
            )
        if grant.table.endswith(".*"):
            yield Fault(
                (*path, key),
                f"{quoted(grant.table)} has no columns of its own",
                "write a grant for each table",
                at_key=True,
            )
        if grant.grantable and grant.except_columns is not None:
            yield Fault(
                (*path, "except_columns"),
                "Lake Formation lets nobody pass on all columns but some",
                "list the columns that can be passed on in `columns`, or remove `grantable`",
                at_key=True,
            )


def grants_fit_together(lake: Lake) -> Iterator[Fault]:
    """What one persona may do on one table can be said in one grant."""
    for name, persona in lake.governance.personas.items():
        by_table: dict[str, list[tuple[int, TableGrant]]] = {}
        filters: list[tuple[int, str]] = []
        for place, grant in enumerate(persona.grants):
            if isinstance(grant, TableGrant):
                by_table.setdefault(grant.table, []).append((place, grant))
            elif isinstance(grant, FilterGrant) and grant.filter in lake.governance.filters:
                filters.append((place, lake.governance.filters[grant.filter].table))
        path: KeyPath = ("governance", "personas", name, "grants")
        for table, grants in by_table.items():
            yield from _table_grants_faults(path, table, grants)
        for place, table in filters:
            everything = [table, f"{table.partition('.')[0]}.*"]
            if any(_sees_all(by_table.get(reference, [])) for reference in everything):
                yield Fault(
                    (*path, place, "filter"),
                    f"the filter hides nothing from {quoted(name)}, who may SELECT all of "
                    f"{quoted(table)} by another grant",
                    "remove the filter, or SELECT from the other grant",
                )
        expressions = sum(isinstance(grant, TagGrant) for grant in persona.grants)
        if expressions > MAX_EXPRESSIONS:
            yield Fault(
                path,
                f"{quoted(name)} has {expressions} grants by LF-tag; Lake Formation takes "
                f"{MAX_EXPRESSIONS}",
                "put values together: `domain: [sales, web]`",
                at_key=True,
            )


def _sees_all(grants: Sequence[tuple[int, TableGrant]]) -> bool:
    return any("SELECT" in grant.permissions and not _partial(grant) for _, grant in grants)


def _partial(grant: TableGrant) -> bool:
    return grant.columns is not None or grant.except_columns is not None


def _table_grants_faults(
    path: KeyPath, table: str, grants: Sequence[tuple[int, TableGrant]]
) -> Iterator[Fault]:
    partial = [(place, grant) for place, grant in grants if _partial(grant)]
    if not partial or _sees_all(grants):
        return
    place, first = partial[0]
    whole = [grant for _, grant in grants if not _partial(grant)]
    rest = sorted({p for grant in whole for p in grant.permissions} - {"DESCRIBE"})
    if rest:
        yield Fault(
            (*path, place, "columns" if first.columns is not None else "except_columns"),
            f"SELECT on some columns of {quoted(table)} and {', '.join(rest)} on the whole table "
            "can't be kept apart: Terraform reads both back as one grant, and would replace it at "
            "each apply",
            "make a filter of these columns in `governance.filters`, and grant it instead",
            at_key=True,
        )
    if len({grant.grantable for _, grant in partial}) > 1:
        place, _ = partial[-1]
        yield Fault(
            (*path, place),
            f"some columns of {quoted(table)} can be passed on and others not: they can't be one "
            "grant, and Lake Formation makes one of them",
            "make all of them grantable or none",
        )


def shares_are_possible(lake: Lake) -> Iterator[Fault]:
    """A share is with another account, once, and shares something."""
    accounts: dict[str, str] = {}
    for name, share in lake.governance.shares.items():
        path: KeyPath = ("governance", "shares", name)
        if share.account == lake.environment.account:
            yield Fault(
                (*path, "account"),
                f"{quoted(share.account)} is the lake's own account",
                "use personas inside the account",
            )
        if share.account in accounts:
            yield Fault(
                (*path, "account"),
                f"{quoted(accounts[share.account])} and {quoted(name)} share with the same "
                "account: each would revoke what only the other grants",
                "put both into one share",
            )
        accounts.setdefault(share.account, name)
        if not (share.databases or share.tables or share.tags):
            yield Fault(
                path,
                f"{quoted(name)} shares nothing",
                "add `databases`, `tables` or `tags`",
                at_key=True,
            )
        yield from _unused_permission_faults(path, share)


def _unused_permission_faults(path: KeyPath, share: Share) -> Iterator[Fault]:
    written = "permissions" in share.model_fields_set
    if written and share.databases and not (share.tables or share.tags):
        yield Fault(
            (*path, "permissions"),
            "a share of databases alone allows DESCRIBE and nothing else",
            "remove `permissions`, or share tables: `database.*`",
            at_key=True,
        )


_OF_THE_SETTINGS = ("admins", "read_only_admins", "trusted_resource_owners", "external_filtering")


def iam_can_say_it(lake: Lake) -> Iterator[Fault]:
    """Without Lake Formation there are no columns, rows, LF-tags, grantable rights and shares, and
    its settings are left alone."""
    governance = lake.governance
    if governance.mode != "iam":
        return
    remedy = "use mode `lake_formation` or `hybrid`, or remove it"
    for key in _OF_THE_SETTINGS:
        if getattr(governance, key):
            yield Fault(
                ("governance", key),
                f"`{key}` is a setting of Lake Formation, which the mode `iam` leaves alone",
                remedy,
                at_key=True,
            )
    for section in ("tags", "filters", "shares"):
        if getattr(governance, section):
            yield Fault(
                ("governance", section),
                f"`{section}` need Lake Formation, and the mode is `iam`",
                remedy,
                at_key=True,
            )
    for path, grant in all_grants(lake):
        for key in ("columns", "except_columns", "tags", "filter"):
            if getattr(grant, key, None) is not None:
                yield Fault(
                    (*path, key),
                    f"a grant by `{key}` needs Lake Formation, and the mode is `iam`",
                    remedy,
                    at_key=True,
                )
        if grant.grantable:
            yield Fault(
                (*path, "grantable"),
                "IAM can't let a role pass on its rights",
                "use mode `lake_formation` or `hybrid`, or remove `grantable`",
                at_key=True,
            )
