"""The KMS keys, and who may use them.

A family of resources that needs a key says so while it is built (`allow`, `allow_service`, …), and
`Encryption.write` makes the keys at the end, each with a policy that lets in exactly those. Until
then a key is known by its address; a lake whose keys were never written doesn't pass Terraform's
validation.

Key policies name principals in conditions on `aws:PrincipalArn`: unlike the `Principal` element, it
may name a role before it exists, and goes on naming it after it was made anew. The account itself
only manages the keys; a role uses one where the key's policy and the role's own both say so (or the
key's alone, for roles that AWS or somebody else writes the policies of).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lakeform.aws.kms import KmsAlias, KmsKey
from lakeform.config import Lake
from lakeform.constructs.iam import (
    ANYBODY,
    Conditions,
    OneOrMore,
    Principals,
    Statement,
    account_root,
    from_this_account,
    policy_document,
    regional_host,
    statement,
)
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
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

GENERAL = "general"


@dataclass(frozen=True, order=True)
class _Admission:
    """One way in. Principals with the same admission share a statement.

    Attributes:
        via: the service that must make the call; "" if the principal calls KMS itself.
        buckets: ARNs of the buckets whose objects the key may be used for; () for no limit.
        directly: the key's policy decides alone.
    """

    via: str
    buckets: tuple[str, ...]
    use: Use
    directly: bool


class Key:
    """A KMS key that is to be.

    Attributes:
        arn: a reference; the key is made, with its policy, before whatever uses the reference.
        alias: the key's other name, as text: `alias/acme-dev-raw`.
    """

    def __init__(self, names: Names, key: str) -> None:
        self._names = names
        self._address = f"aws_kms_key.{logical_id(key)}"
        self.arn = f"${{{self._address}.arn}}"
        self.key_id = f"${{{self._address}.key_id}}"
        self.alias = f"alias/{names.name(key)}"
        self.alias_address = f"aws_kms_alias.{logical_id(key)}"
        self._principals: dict[_Admission, set[str]] = defaultdict(set)
        self._services: dict[str, set[str]] = defaultdict(set)
        self._log_groups: set[str] = set()
        self._through: dict[str, set[Use]] = defaultdict(set)
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
        limits = tuple(sorted(buckets))
        for use in uses:
            self._principals[_Admission(via, limits, use, directly)].add(role_arn)

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

    def allow_account_through(self, service: str, *uses: Use) -> None:
        """Let whoever in the account is allowed to by IAM use the key, where this service makes the
        call: `glue` for the catalogue, which asks KMS in the name of each reader."""
        self._open()
        self._through[service].update(uses)

    def identity_statement(
        self, sid: str, *uses: Use, via: str = "", buckets: Iterable[str] = ()
    ) -> Statement:
        """The other half of `allow`: the statement for the role's own policy.

        It names the key by its alias, because a plan knows that and not the key's id. To point the
        alias at another key gains nothing: that key's policy must admit the role too.
        """
        conditions: Conditions = {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": self.alias},
            **_limits(self._names, via, tuple(buckets)),
        }
        return statement(
            sid,
            "Allow",
            {action for use in uses for action in _actions(use, via)},
            self._names.arn("kms", "key/*"),
            conditions=conditions,
        )

    def _open(self) -> None:
        if self._written:
            raise RuntimeError(f"{self._address} is written: nobody can be let in any more")

    def close(self, administrators: Iterable[str]) -> str:
        """The key's policy: managed by the account, used by those who were let in. Nobody can be
        let in afterwards."""
        self._written = True
        return policy_document(
            _management(self._names, administrators),
            *self._principal_statements(),
            *self._service_statements(),
        )

    def _principal_statements(self) -> Iterator[Statement]:
        for number, (admission, roles) in enumerate(sorted(self._principals.items()), start=1):
            conditions: dict[str, Mapping[str, OneOrMore]] = {
                "ArnLike": {"aws:PrincipalArn": roles},
                **_limits(self._names, admission.via, admission.buckets),
            }
            principals: Principals = {"AWS": account_root(self._names)}
            if admission.directly:
                principals = ANYBODY
                conditions["StringEquals"] = {
                    **conditions.get("StringEquals", {}),
                    "kms:CallerAccount": self._names.account,
                }
            if admission.use == "grant":
                conditions["Bool"] = {"kms:GrantIsForAWSResource": "true"}
            yield statement(
                f"Roles{admission.use.capitalize()}{number}",
                "Allow",
                _actions(admission.use, admission.via),
                "*",
                principals,
                conditions,
            )

    def _service_statements(self) -> Iterator[Statement]:
        names = self._names
        for service, uses in sorted(self._through.items()):
            yield statement(
                f"AccountThrough{_word(service)}",
                "Allow",
                {action for use in uses for action in _actions(use, service)},
                "*",
                {"AWS": account_root(names)},
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


@dataclass(frozen=True)
class ZoneKey:
    """The key of a zone's bucket, for its objects only.

    S3 makes all calls to KMS, in the name of whoever reads or writes, and says which bucket they
    are for; so a role that may read `raw` can't use the key on anything else, be it shared or not.
    """

    key: Key
    bucket_arn: str

    @property
    def arn(self) -> str:
        """Reference to the key's ARN."""
        return self.key.arn

    def allow(self, role_arn: str, *uses: Use, directly: bool = False) -> None:
        """Let a role read (`decrypt`) or write (both: a multipart upload also decrypts) objects.
        For `directly`, see `Key.allow`."""
        self.key.allow(role_arn, *uses, via="s3", buckets=self._context, directly=directly)

    def identity_statement(self, sid: str, *uses: Use) -> Statement:
        """The same for the role's own policy."""
        return self.key.identity_statement(sid, *uses, via="s3", buckets=self._context)

    @property
    def _context(self) -> tuple[str, str]:
        # With an S3 Bucket Key the context is the bucket, without one the object.
        return self.bucket_arn, f"{self.bucket_arn}/*"


class Encryption(Construct):
    """All keys of the lake.

    Attributes:
        general: the key of everything outside the zones: log groups, queues, the catalogue.
    """

    def __init__(self, scope: Construct, id: str, lake: Lake, names: Names) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self.general = Key(names, GENERAL)
        self._keys = {GENERAL: self.general}
        self._of_zones = dict.fromkeys(lake.zones, self.general)
        if lake.encryption.keys == "per_zone":
            self._of_zones = {zone: Key(names, zone) for zone in lake.zones}
            self._keys |= self._of_zones

    def for_zone(self, zone: str, bucket_arn: str) -> ZoneKey:
        """The key of a zone's bucket; the general one where the lake has a single key."""
        return ZoneKey(self._of_zones[zone], bucket_arn)

    def write(self) -> None:
        """Make the keys. Called once, after everything that uses them."""
        section = self._lake.encryption
        lifecycle = protection(self._lake)
        for name, key in self._keys.items():
            KmsKey(
                self,
                f"{name}-key",
                logical_id=logical_id(name),
                description=_description(self._lake, name),
                enable_key_rotation=True,
                rotation_period_in_days=section.rotation_days,
                deletion_window_in_days=section.deletion_window_days,
                policy=key.close(section.administrators),
                lifecycle=lifecycle,
            )
            KmsAlias(
                self,
                f"{name}-alias",
                logical_id=logical_id(name),
                name=key.alias,
                target_key_id=key.key_id,
            )


def _description(lake: Lake, name: str) -> str:
    if name != GENERAL:
        about = lake.zones[name].description
        return f"Objects of the zone {name}" + (f": {about}" if about else "")
    single = lake.encryption.keys == "single"
    return "Everything the lake stores" if single else "What the lake stores outside its zones"


def _word(service: str) -> str:
    return "".join(part.capitalize() for part in service.replace(".", "-").split("-"))


def _actions(use: Use, via: str) -> tuple[str, ...]:
    """KMS's actions. A service that calls for a role never describes a key."""
    return tuple(a for a in _ACTIONS[use] if not via or a != "kms:DescribeKey")


def _limits(names: Names, via: str, buckets: tuple[str, ...]) -> Conditions:
    limits: dict[str, dict[str, OneOrMore]] = {}
    if via:
        limits["StringEquals"] = {"kms:ViaService": regional_host(names, via)}
    if buckets:
        limits["StringLike"] = {"kms:EncryptionContext:aws:s3:arn": buckets}
    return limits


def _management(names: Names, administrators: Iterable[str]) -> Statement:
    """The account's IAM policies decide who manages; roles that are named here need none."""
    principals = [account_root(names), *administrators]
    return statement("Management", "Allow", _MANAGEMENT, "*", {"AWS": principals})
