"""Lake Formation's grants: who gets which permissions on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lakeform.gate.documents import Document
from lakeform.gate.facts.accounts import Whose, account_of, whose
from lakeform.gate.facts.values import is_known, is_left_out, name, names, once, settled
from lakeform.gate.policy import Case
from lakeform.plan import Resource

ALL_PERMISSIONS = frozenset({"ALL", "SUPER", "SUPER_USER"})
READING = frozenset({"SELECT"}) | ALL_PERMISSIONS
"""Permissions with which data is read."""

OBJECTS = (
    "data_cells_filter",
    "data_location",
    "database",
    "lf_tag",
    "lf_tag_policy",
    "table",
    "table_with_columns",
)
"""Blocks of which a grant has one: what it is on."""


@dataclass(frozen=True)
class Grant:
    """One `aws_lakeformation_permissions`.

    Attributes:
        principal: who gets it, None where it isn't known.
        refers: whether the configuration takes the principal from another resource.
        roles: the roles and users of the plan that it is given to.
        permissions: what they may do; None where it isn't known.
        grantable: what they may hand on; None where it isn't known.
        kind: what it is on (`table`, `lf_tag_policy`, …), empty for the catalogue, or where it
            isn't known.
        block: the nested block of that kind.
    """

    principal: str | None
    refers: bool
    roles: Sequence[Resource]
    permissions: frozenset[str] | None
    grantable: frozenset[str] | None
    kind: str
    block: Mapping[str, Any]

    @property
    def reads(self) -> bool | None:
        """Whether data can be read with it, None where that isn't known."""
        return None if self.permissions is None else bool(self.permissions & READING)

    @property
    def role_names(self) -> frozenset[str]:
        """The names of the role or user that it is given to."""
        found = {name(role.get("name")) for role in self.roles}
        if self.principal is not None:
            found.add(self.principal.rsplit("/", 1)[-1])
        return frozenset(text for text in found if text)

    def describe(self) -> str:
        """Whom it is for, for a reader."""
        return (
            self.principal or ", ".join(sorted(role.address for role in self.roles)) or "somebody"
        )


def grant_of(resource: Resource, case: Case) -> Grant:
    """What a resource `aws_lakeformation_permissions` grants."""
    kind = next((kind for kind in OBJECTS if resource.block(kind)), "")
    principal = name(resource.get("principal"))
    return Grant(
        principal=principal,
        refers=bool(resource.written.references.get("principal")),
        roles=_roles(resource, principal, case),
        permissions=_permissions(resource.get("permissions")),
        grantable=_grantable(resource),
        kind=kind,
        block=resource.block(kind) if kind else {},
    )


def _permissions(value: Any) -> frozenset[str] | None:
    return frozenset(names(value)) if is_known(value) else None


def _grantable(resource: Resource) -> frozenset[str] | None:
    if is_left_out(resource, "permissions_with_grant_option"):
        return frozenset()
    return _permissions(settled(resource, "permissions_with_grant_option"))


def _roles(resource: Resource, principal: str | None, case: Case) -> Sequence[Resource]:
    by_name = _by_name(case)
    if principal is not None:
        found = by_name.get(principal.rsplit("/", 1)[-1], ())
        known = [who for who in found if name(who.get("arn")) in (None, principal)]
        return known if account_of(principal) and "/" in principal else ()
    return case.plan.targets(resource, "principal", "aws_iam_role", "aws_iam_user")


@once
def _by_name(case: Case) -> Mapping[str, Sequence[Resource]]:
    found: dict[str, list[Resource]] = {}
    for who in case.plan.of_type("aws_iam_role", "aws_iam_user"):
        known = name(who.get("name"))
        if known is not None:
            found.setdefault(known, []).append(who)
    return found


def is_external(grant: Grant, case: Case) -> bool | None:
    """Whether it is given to another account or an organisation; None where that isn't known."""
    if grant.principal is None:
        return False if grant.roles else None
    if account_of(grant.principal) == grant.principal:
        return True
    kind = whose(grant.principal, case)
    return None if kind is Whose.UNKNOWN else kind is not Whose.OWN


@once
def administrators(case: Case) -> frozenset[str]:
    """The Lake Formation administrators: their ARNs, and the addresses of the plan's roles."""
    found: set[str] = set()
    for settings in case.plan.of_type("aws_lakeformation_data_lake_settings"):
        arns = names(settings.get("admins"))
        found.update(arns)
        found.update(
            role.address for arn in arns for role in _by_name(case).get(arn.rsplit("/", 1)[-1], ())
        )
        found.update(
            role.address
            for role in case.plan.targets(settings, "admins", "aws_iam_role", "aws_iam_user")
        )
    return frozenset(found)


def is_to_administrator(grant: Grant, case: Case) -> bool:
    """Whether its principal administers Lake Formation anyway."""
    admins = administrators(case)
    return grant.principal in admins or any(role.address in admins for role in grant.roles)


def is_cleared(grant: Grant, case: Case) -> bool:
    """Whether the settings clear its principal for sensitive data."""
    cleared = frozenset(case.settings.cleared)
    return grant.principal in cleared or bool(grant.role_names & cleared)


def is_for_a_program(grant: Grant, case: Case) -> bool:
    """Whether its role runs programs of the plan only: jobs, crawlers, optimizers, streams.

    Something in the plan must use the role, and its trust policy must let in nobody but services
    that run what is defined in the plan. Of services in which people work with a role (notebooks,
    instances, clusters, development endpoints) that can't be said.
    """
    return bool(grant.roles) and all(role.address in _program_roles(case) for role in grant.roles)


_PROGRAMS = (
    ("aws_dms_s3_endpoint", "service_access_role_arn"),
    ("aws_glue_catalog_table_optimizer", "configuration.role_arn"),
    ("aws_glue_crawler", "role"),
    ("aws_glue_job", "role_arn"),
    ("aws_kinesis_firehose_delivery_stream", "extended_s3_configuration.role_arn"),
    ("aws_kinesisanalyticsv2_application", "service_execution_role"),
    ("aws_lambda_function", "role"),
    ("aws_mskconnect_connector", "service_execution_role_arn"),
    ("aws_sfn_state_machine", "role_arn"),
)
"""What runs with a role, and the attribute that names it."""

_SERVICES = frozenset(
    f"{service}.amazonaws.com"
    for service in (
        "dms",
        "firehose",
        "glue",
        "kafkaconnect",
        "kinesisanalytics",
        "lambda",
        "states",
    )
)


@once
def _program_roles(case: Case) -> frozenset[str]:
    used = _users(case, _PROGRAMS) - _users(case, (("aws_glue_dev_endpoint", "role_arn"),))
    kept: set[str] = set()
    for address in used:
        document = Document.of(case.plan[address], "assume_role_policy", case.plan)
        if document is not None and all(
            set(statement.principals) == {"Service"}
            and set(statement.principals["Service"]) <= _SERVICES
            for statement in document.allows
        ):
            kept.add(address)
    return frozenset(kept)


def _users(case: Case, by: Sequence[tuple[str, str]]) -> set[str]:
    """The roles that some kinds of resources run with."""
    found: set[str] = set()
    for kind, attribute in by:
        *around, last = attribute.split(".")
        for source in case.plan.of_type(kind):
            for block in source.blocks(*around):
                known = (name(block.get(last)) or "").rsplit("/", 1)[-1]
                found.update(role.address for role in _by_name(case).get(known, ()))
            if source.written.references.get(attribute):
                roles = case.plan.targets(source, attribute, "aws_iam_role")
                found.update(role.address for role in roles)
    return found
