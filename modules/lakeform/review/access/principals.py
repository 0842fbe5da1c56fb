"""How a report calls principals: by the short name of a role where an ARN or a reference has it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from lakeform.gate.facts.accounts import Whose
from lakeform.plan import Mark, Plan
from lakeform.review.access.states import Side, Sides, State, known

_ARN = re.compile(
    r"arn:(?P<partition>[a-z-]+):(?P<service>[a-z0-9-]+):[a-z0-9-]*:(?P<account>\d{12})?:(?P<rest>.+)"
)
_ACCOUNT = re.compile(r"\d{12}")
_OWNER_IN: Mapping[str, tuple[str, ...]] = {
    "account_id": ("aws_s3_access_point", "aws_s3_account_public_access_block", "aws_s3control_*"),
    "aws_account_id": ("aws_quicksight_*",),
    "catalog_id": ("aws_glue_*",),
    "owner_id": (
        "aws_default_*",
        "aws_ebs_*",
        "aws_efs_*",
        "aws_fsx_*",
        "aws_internet_gateway",
        "aws_network_acl",
        "aws_network_interface",
        "aws_route_table",
        "aws_security_group",
        "aws_subnet",
        "aws_vpc",
        "aws_vpc_dhcp_options",
        "aws_vpc_endpoint",
    ),
    "registry_id": ("aws_ecr_*",),
}
"""Attributes → types where they hold the account which a resource lies in; of others they may name
the one that something is shared with."""
_FEWEST_ROLES = 2
"""Roles whose names must begin alike before a report leaves that beginning out."""


class Principals:
    """The names of a plan's principals.

    Args:
        account: the account that the plan is of. None takes it from the plan: from the ARNs and
            owners of its resources, or, where it has none of them yet, the account that most of
            its ARNs name.
        trusted: accounts, or ARNs, beside it that lake.yaml trusts.

    Attributes:
        account: the plan's own account, empty where nothing says it.
        prefix: what all roles' names begin with, and reports leave out; empty where it differs.
    """

    def __init__(
        self,
        plan: Plan,
        sides: Sides,
        account: str | None = None,
        trusted: Iterable[str] = (),
    ) -> None:
        self._trusted = frozenset(trusted)
        self._sides = sides
        self.account = own_account(plan) if account is None else account
        # The names that are there already decide, as a change could be made to mislead otherwise.
        self.prefix = _prefix(sides, Side.BEFORE) or _prefix(sides, Side.AFTER)

    def of(self, state: State, attribute: str = "principal") -> str:
        """The principal in an attribute of a resource."""
        value = known(state.values.get(attribute))
        if value is not None:
            return self.text(value)
        name = self._sides.name(state, None, attribute, "aws_iam_role", "aws_iam_user")
        return self.role(name)

    def text(self, principal: str) -> str:
        """A principal as AWS names it, in words."""
        if principal == "*":
            return "everyone"
        if principal == "IAM_ALLOWED_PRINCIPALS":
            return "everyone whom IAM allows"
        account, _, group = principal.partition(":")
        if _ACCOUNT.fullmatch(account) and group in ("", "IAMPrincipals"):
            return f"all of {self._account(account)}" if group else self._account(account)
        found = _ARN.fullmatch(principal)
        return principal if found is None else self._arn(principal, found)

    def shown(self, name: str) -> str:
        """A principal or a resource in a policy, in words.

        The ARN of a resource of the own account goes without what all of them begin with. With a
        pattern in its region or account it stays whole, as it reaches further than it seems to.
        """
        found = _ARN.fullmatch(name)
        if name == "*" or found is None:
            return name
        if found["service"] in ("iam", "sts"):
            return self.text(name)
        if found["account"] and found["account"] == self.account:
            return f"{found['service']}:{found['rest']}"
        return name

    def role(self, name: str) -> str:
        """A role of the plan's own account, without the beginning that the plan's roles share.

        One that doesn't begin so is called `role NAME`, as it could be taken for another's rest.
        """
        if not self.prefix:
            return name
        rest = name.removeprefix(self.prefix)
        return rest if rest and rest != name else f"role {name}"

    def whose(self, *principals: str) -> Whose:
        """Whose account principals lie in, `*` in anybody's: the one that is trusted least."""
        found = {self._whose(principal) for principal in principals}
        return next((each for each in (Whose.FOREIGN, Whose.TRUSTED) if each in found), Whose.OWN)

    def _whose(self, principal: str) -> Whose:
        # An organization bears the id of its management account, and has many.
        account = "" if ":organizations::" in principal else account_of(principal)
        if {principal, account} & self._trusted:
            return Whose.TRUSTED
        if account:
            return Whose.OWN if account == self.account else Whose.FOREIGN
        is_of_others = principal == "*" or ":organizations::" in principal
        return Whose.FOREIGN if is_of_others else Whose.OWN

    def _arn(self, principal: str, found: re.Match[str]) -> str:
        account, rest = found["account"] or "", found["rest"]
        kind, _, path = rest.partition("/")
        name = path.rpartition("/")[2]
        foreign = bool(account) and account != self.account
        of_account = f" of {self._account(account)}" if foreign else ""
        if found["service"] in ("iam", "sts"):
            if rest == "root":
                return self._account(account)
            if kind == "role" and name:
                return f"role {name}{of_account}" if foreign else self.role(name)
            if kind == "assumed-role" and path:
                role = path.split("/")[0]
                return f"role {role}{of_account}" if foreign else self.role(role)
            if kind in ("user", "group", "saml-provider", "oidc-provider") and path:
                return f"{kind.replace('-', ' ')} {path}{of_account}"
        if found["service"] == "quicksight" and name:
            return f"QuickSight {kind} {name}{of_account}"
        if found["service"] == "organizations":
            return f"{'organizational unit' if kind == 'ou' else 'organization'} {name}"
        return principal

    def _account(self, account: str) -> str:
        return "this account" if account == self.account else f"account {account}"


def account_of(principal: str) -> str:
    """The account that an id, an ARN or a Lake Formation principal names; empty for none."""
    first = principal.partition(":")[0]
    if _ACCOUNT.fullmatch(first):
        return first
    found = _ARN.fullmatch(principal)
    return (found["account"] or "") if found else ""


def own_account(plan: Plan) -> str:
    """The account that a plan is of, as far as the plan says it; empty where it doesn't."""
    owners: Counter[str] = Counter()
    mentioned: Counter[str] = Counter()
    for change in plan.changes:
        for values in (change.before, change.after):
            if not isinstance(values, Mapping) or not change.type.startswith("aws_"):
                continue
            # A resource without a service in its ARN's owner, such as an AWS-managed policy, has
            # no account there; `account_of` gives an empty text then.
            if change.is_managed:
                own = [values.get("arn"), *_owners(change.type, values)]
                owners.update(found for text in own if (found := account_of(known(text) or "")))
            mentioned.update(found for text in _texts(values) if (found := account_of(text)))
    counted = owners or mentioned
    return min(counted, key=lambda account: (-counted[account], account)) if counted else ""


def _owners(type: str, values: Mapping[str, Any]) -> Iterator[Any]:
    for attribute, patterns in _OWNER_IN.items():
        if any(fnmatchcase(type, pattern) for pattern in patterns):
            yield values.get(attribute)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not isinstance(value, Mark) and value.startswith("arn:"):
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _prefix(sides: Sides, side: Side) -> str:
    states = sides.of(side, "aws_iam_role")
    names = {name for role in states if (name := known(role.values.get("name"))) is not None}
    return _common_start(names) if len(names) >= _FEWEST_ROLES else ""


def _common_start(names: set[str]) -> str:
    """What all names begin with, up to the last separator."""
    first, last = min(names), max(names)
    length = next(
        (place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    start = first[:length]
    cut = max(start.rfind(separator) for separator in "-_./")
    return start[: cut + 1]
