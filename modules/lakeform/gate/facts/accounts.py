"""Whose account a principal belongs to: the lake's own, one that is trusted, or another one."""

from __future__ import annotations

import re
from enum import Enum

from lakeform.gate.facts.values import name, once
from lakeform.gate.policy import Case

_ACCOUNT = re.compile(r"[0-9]{12}")
_WHOLE_ACCOUNT = ":IAMPrincipals"
_CATALOGUES = ("aws_glue_", "aws_lakeformation_")


class Whose(Enum):
    """Whose account it is."""

    OWN = "own"
    TRUSTED = "trusted"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


def account_of(principal: str) -> str | None:
    """The account in an ARN, a bare account id or a group of an account; None where there is none.

    The account of AWS's own managed policies and roles (`aws`) is none.
    """
    bare = principal.removesuffix(_WHOLE_ACCOUNT)
    if _ACCOUNT.fullmatch(bare):
        return bare
    parts = principal.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return None
    return parts[4] if _ACCOUNT.fullmatch(parts[4]) else None


@once
def own_accounts(case: Case) -> frozenset[str]:
    """The lake's own accounts: those in the settings, else those that the plan's resources are in.

    A plan says so by the catalogue that a table is in, and by the ARN of what exists already. One
    that makes everything anew may not say it anywhere.
    """
    if case.settings.accounts:
        return frozenset(case.settings.accounts)
    found: set[str | None] = set()
    for resource in case.plan.resources:
        if resource.type.startswith(_CATALOGUES):
            found.add(name(resource.get("catalog_id")))
        if resource.type.startswith("aws_"):
            found.add(account_of(name(resource.get("arn")) or ""))
    return frozenset(account for account in found if account and _ACCOUNT.fullmatch(account))


def whose(principal: str, case: Case) -> Whose:
    """Whose account a principal is in: an ARN or an account id.

    A principal without an account, as one with an unknown part, is in the plan itself: own. An
    organisation is foreign, whatever its accounts are, unless its ARN is among the trusted.
    """
    if principal in case.settings.trusted_accounts:
        return Whose.TRUSTED
    if ":organizations:" in principal:
        return Whose.FOREIGN
    account = account_of(principal)
    if account is None:
        return Whose.OWN
    if account in case.settings.trusted_accounts:
        return Whose.TRUSTED
    own = own_accounts(case)
    if account in own:
        return Whose.OWN
    return Whose.FOREIGN if own else Whose.UNKNOWN
