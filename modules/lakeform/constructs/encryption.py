"""The KMS keys, and who may use them.

A family of resources that needs a key says so while it is built (`allow`, `allow_service`, …), and
`Encryption.write` makes the keys at the end, each with a policy that lets in exactly those. Until
then a key is known by its address; a lake whose keys were never written doesn't pass Terraform's
validation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lakeform.aws.kms import KmsAlias, KmsKey
from lakeform.config import Lake
from lakeform.constructs.iam import Statement
from lakeform.constructs.key import Key, Use, identity
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

__all__ = ["Encryption", "Key", "Use", "ZoneKey", "every_zone_statement", "zones_statement"]

GENERAL = "general"
KAFKA_SECRETS = "kafka_secrets"
DEDICATED = {KAFKA_SECRETS: "Passwords of Kafka's users"}
"""Key for one purpose → its description."""


@dataclass(frozen=True)
class ZoneKey:
    """The key of a zone's bucket, for its objects only.

    S3 makes all calls to KMS, in the name of whoever reads or writes, and says which bucket they
    are for; so a role that may read `raw` can't use its key on anything else. A key that all zones
    share is for all their buckets; which of them, the role's own policy says.
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


def zones_statement(sid: str, names: Names, zones: Iterable[ZoneKey], *uses: Use) -> Statement:
    """`ZoneKey.identity_statement` for several zones. That no key is for the bucket of another zone
    is in its own policy."""
    keys = list(zones)
    aliases = {zone.key.alias for zone in keys}
    buckets = {arn for zone in keys for arn in zone._context}
    return identity(names, sid, {"StringEquals": aliases}, uses, "s3", buckets)


def every_zone_statement(sid: str, names: Names, *uses: Use) -> Statement:
    """The same for all zones, in as many words for fifty as for one. For which buckets the role may
    use the lake's keys is in their own policies alone."""
    return identity(names, sid, {"StringLike": [f"alias/{names.prefix}-*"]}, uses, "s3", ())


class Encryption(Construct):
    """All keys of the lake.

    Attributes:
        general: the key of everything outside the zones: log groups, queues, the catalogue.
    """

    def __init__(self, scope: Construct, id: str, lake: Lake, names: Names) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self.general = Key(names, GENERAL)
        self._keys = {GENERAL: self.general}
        self._of_zones = dict.fromkeys(lake.zones, self.general)
        if lake.encryption.keys == "per_zone":
            self._of_zones = {zone: Key(names, zone) for zone in lake.zones}
            self._keys |= self._of_zones

    def for_zone(self, zone: str, bucket_arn: str) -> ZoneKey:
        """The key of a zone's bucket; the general one where the lake has a single key."""
        return ZoneKey(self._of_zones[zone], bucket_arn)

    def dedicated(self, name: str) -> Key:
        """A key for one purpose alone, for services that want one that nothing else shares.

        Args:
            name: one of `DEDICATED`; no zone's name has a `_`.
        """
        if name not in self._keys:
            self._keys[name] = Key(self._names, name)
        return self._keys[name]

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
    if name in DEDICATED:
        return DEDICATED[name]
    if name != GENERAL:
        about = lake.zones[name].description
        return f"Objects of the zone {name}" + (f": {about}" if about else "")
    single = lake.encryption.keys == "single"
    return "Everything the lake stores" if single else "What the lake stores outside its zones"
