"""A KMS key's policy, which grows while the lake is built, and what a role's own policy says of it.

Key policies name principals in conditions on `aws:PrincipalArn`: unlike the `Principal` element, it
may name a role before it exists, and goes on naming it after it was made anew. The account itself
only manages the keys; a role uses one where the key's policy and the role's own both say so (or the
key's alone, for roles that AWS or somebody else writes the policies of).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lakeform.aws.arguments import reference
from lakeform.constructs.iam import (
    ANYBODY,
    KEY,
    Conditions,
    OneOrMore,
    Principals,
    Statement,
    account_root,
    fitting,
    from_this_account,
    policy_document,
    regional_host,
    statement,
)
from lakeform.naming import Names, logical_id

Use: TypeAlias = Literal["decrypt", "encrypt", "grant"]

_ACTIONS: dict[Use, tuple[str, ...]] = {
    "decrypt": ("kms:Decrypt", "kms:DescribeKey"),
    "encrypt": ("kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
    "grant": ("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"),
}

_MANAGEMENT = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""What managing a key takes, and nothing that encrypts or decrypts."""


@dataclass(frozen=True, order=True)
class _Way:
    """One way in. Principals that use the key in the same way for the same share a statement.

    Attributes:
        via: the service that must make the call; "" if the principal calls KMS itself.
        for_objects: the key may be used for objects of some buckets only.
        directly: the key's policy decides alone.
    """

    via: str
    for_objects: bool
    directly: bool


@dataclass
class _Admission:
    """What a principal was let in for, on one way."""

    uses: set[Use] = field(default_factory=set)
    buckets: set[str] = field(default_factory=set)


class Key:
    """A KMS key that is to be.

    Attributes:
        arn: a reference; the key is made, with its policy, before whatever uses the reference.
        alias: the key's other name, as text: `alias/acme-dev-raw`.
    """

    def __init__(self, names: Names, key: str) -> None:
        self._names = names
        self._address = f"aws_kms_key.{logical_id(key)}"
        self.arn = reference(f"{self._address}.arn")
        self.key_id = reference(f"{self._address}.key_id")
        self.alias = f"alias/{names.name(key)}"
        self.alias_address = f"aws_kms_alias.{logical_id(key)}"
        self._ways: dict[_Way, dict[str, _Admission]] = defaultdict(lambda: defaultdict(_Admission))
        self._services: dict[str, set[str]] = defaultdict(set)
        self._log_groups: set[str] = set()
        self._through: dict[tuple[str, str], set[Use]] = defaultdict(set)
        self._written = False

    def allow(
        self,
        role_arn: str,
        *uses: Use,
        via: str = "",
        buckets: Iterable[str] = (),
        directly: bool = False,
    ) -> None:
        """Let a role use the key.

        Args:
            role_arn: the role; `*` is a wildcard, for roles whose names AWS makes up.
            uses: what for.
            via: only where this service makes the call for the role, `s3` for example.
            buckets: ARNs; only for objects of these buckets.
            directly: even if the role's own policy doesn't say so: for roles whose policies aren't
                the lake's to write, such as AWS's service-linked ones.
        """
        self._open()
        limits = set(buckets)
        admission = self._ways[_Way(via, bool(limits), directly)][role_arn]
        admission.uses.update(uses)
        admission.buckets |= limits

    def allow_service(self, service: str, source_arns: OneOrMore) -> None:
        """Let a service encrypt and decrypt on its own account, for resources of this account:
        `s3` for notifications into an encrypted queue, `events` for a rule's target.

        Args:
            service: the first part of its principal.
            source_arns: the resources that it acts for; `*` is a wildcard.
        """
        self._open()
        listed = (source_arns,) if isinstance(source_arns, str) else source_arns
        self._services[service].update(listed)

    def allow_logs(self, *log_group_arns: str) -> None:
        """Let CloudWatch Logs encrypt log groups."""
        self._open()
        self._log_groups.update(log_group_arns)

    def allow_account_through(self, service: str, *uses: Use, account: str = "") -> None:
        """Let whoever in the account is allowed to by IAM use the key, where this service makes the
        call: `glue` for the catalogue, which asks KMS in the name of each reader.

        Args:
            account: another account than the lake's own.
        """
        self._open()
        self._through[account or self._names.account, service].update(uses)

    def identity_statement(
        self, sid: str, *uses: Use, via: str = "", buckets: Iterable[str] = ()
    ) -> Statement:
        """The other half of `allow`: the statement for the role's own policy.

        It names the key by its alias, because a plan knows that and not the key's id. To point the
        alias at another key gains nothing: that key's policy must admit the role too.
        """
        return identity(self._names, sid, {"StringEquals": [self.alias]}, uses, via, buckets)

    def _open(self) -> None:
        if self._written:
            raise RuntimeError(f"{self._address} is written: nobody can be let in any more")

    def close(self, administrators: Iterable[str]) -> str:
        """The key's policy: managed by the account, used by those who were let in. Nobody can be
        let in afterwards."""
        self._written = True
        document = policy_document(
            _management(self._names, administrators),
            *self._principal_statements(),
            *self._service_statements(),
        )
        return fitting(KEY, self.alias, document)

    def _principal_statements(self) -> Iterator[Statement]:
        for number, (way, uses, admitted) in enumerate(self._shared(), start=1):
            buckets = {arn for admission in admitted.values() for arn in admission.buckets}
            conditions: dict[str, Mapping[str, OneOrMore]] = {
                "ArnLike": {"aws:PrincipalArn": admitted},
                **_limits(self._names, way.via, buckets),
            }
            principals: Principals = {"AWS": account_root(self._names)}
            if way.directly:
                principals = ANYBODY
                conditions["StringEquals"] = {
                    **conditions.get("StringEquals", {}),
                    "kms:CallerAccount": self._names.account,
                }
            if "grant" in uses:
                conditions["Bool"] = {"kms:GrantIsForAWSResource": "true"}
            yield statement(
                f"Roles{''.join(use.capitalize() for use in uses)}{number}",
                "Allow",
                {action for use in uses for action in _actions(use, way.via)},
                "*",
                principals,
                conditions,
            )

    def _shared(self) -> Iterator[tuple[_Way, tuple[Use, ...], Mapping[str, _Admission]]]:
        """Way, uses, and who uses the key so: a statement each.

        Not one for each list of buckets: where a single key serves many zones, such a policy would
        be longer than KMS takes. So such a key's policy says for which buckets it is used at all,
        and the role's own policy for which of them by this role.
        """
        for way, roles in sorted(self._ways.items()):
            shared: dict[tuple[Use, ...], dict[str, _Admission]] = defaultdict(dict)
            for role, admission in roles.items():
                # Grants have a condition of their own.
                for uses in (admission.uses - {"grant"}, admission.uses & {"grant"}):
                    if uses:
                        shared[tuple(sorted(uses))][role] = admission
            for key, admitted in sorted(shared.items(), key=lambda item: item[0]):
                yield way, key, admitted

    def _service_statements(self) -> Iterator[Statement]:
        names = self._names
        for (account, service), uses in sorted(self._through.items()):
            other = "" if account == names.account else account
            yield statement(
                f"Account{other}Through{_word(service)}",
                "Allow",
                {action for use in uses for action in _actions(use, service)},
                "*",
                {"AWS": f"arn:{names.partition}:iam::{account}:root"},
                {"StringEquals": {"kms:ViaService": regional_host(names, service)}},
            )
        for service, sources in sorted(self._services.items()):
            yield statement(
                f"Service{_word(service)}",
                "Allow",
                ["kms:Decrypt", "kms:GenerateDataKey*"],
                "*",
                {"Service": f"{service}.amazonaws.com"},
                from_this_account(names, sources),
            )
        if self._log_groups:
            yield statement(
                "ServiceLogs",
                "Allow",
                [
                    "kms:Decrypt*",
                    "kms:Describe*",
                    "kms:Encrypt*",
                    "kms:GenerateDataKey*",
                    "kms:ReEncrypt*",
                ],
                "*",
                {"Service": regional_host(names, "logs")},
                {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": self._log_groups}},
            )


def identity(
    names: Names,
    sid: str,
    aliases: Mapping[str, Iterable[str]],
    uses: Iterable[Use],
    via: str,
    buckets: Iterable[str],
) -> Statement:
    """What the policy of a role says of keys that it names by their aliases.

    Args:
        aliases: operator → aliases.
    """
    conditions: Conditions = {
        **{f"ForAnyValue:{how}": {"kms:ResourceAliases": of} for how, of in aliases.items()},
        **_limits(names, via, buckets),
    }
    return statement(
        sid,
        "Allow",
        {action for use in uses for action in _actions(use, via)},
        names.arn("kms", "key/*"),
        conditions=conditions,
    )


def _word(service: str) -> str:
    return "".join(part.capitalize() for part in service.replace(".", "-").split("-"))


def _actions(use: Use, via: str) -> tuple[str, ...]:
    """KMS's actions. A service that calls for a role never describes a key."""
    return tuple(a for a in _ACTIONS[use] if not via or a != "kms:DescribeKey")


def _limits(names: Names, via: str, buckets: Iterable[str]) -> Conditions:
    limits: dict[str, dict[str, OneOrMore]] = {}
    if via:
        limits["StringEquals"] = {"kms:ViaService": regional_host(names, via)}
    if context := tuple(buckets):
        limits["StringLike"] = {"kms:EncryptionContext:aws:s3:arn": context}
    return limits


def _management(names: Names, administrators: Iterable[str]) -> Statement:
    """The account's IAM policies decide who manages; roles that are named here need none."""
    principals = [account_root(names), *administrators]
    return statement("Management", "Allow", _MANAGEMENT, "*", {"AWS": principals})
