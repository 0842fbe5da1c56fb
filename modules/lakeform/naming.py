"""Names and tags: pure functions of the lake, within each service's length and alphabet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the rules of the configuration ask for names, too
    from lakeform.config import Lake

MAX_BUCKET = 63
"""Characters of a bucket name (S3 user guide, "Bucket naming rules")."""
MAX_ROLE = 64
"""Characters of a role name (IAM user guide, "IAM and STS quotas")."""


def logical_id(*parts: str) -> str:
    """The name of a resource in Terraform: `sales`, `orders` → `sales__orders`.

    It is made of the keys that the user wrote and of nothing else, so it doesn't depend on their
    order, and an address such as `aws_s3_bucket.raw` can be guessed.
    """
    name = "__".join(part.replace(".", "__") for part in parts)
    return name if name[0].isalpha() or name[0] == "_" else f"_{name}"


def shorten(name: str, limit: int) -> str:
    """Cut a name to `limit` characters; what is lost is replaced by a digest of the whole."""
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: limit - 9].rstrip('-_')}-{digest}"


@dataclass(frozen=True)
class Names:
    """The names of one environment's resources."""

    lake: str
    environment: str
    account: str
    region: str
    partition: str

    @classmethod
    def of(cls, lake: Lake) -> Names:
        place = lake.environment
        return cls(lake.name, lake.environment_name, place.account, place.region, place.partition)

    @property
    def prefix(self) -> str:
        """`NAME-ENVIRONMENT`: what every name starts with."""
        return f"{self.lake}-{self.environment}"

    def name(self, *parts: str, limit: int = 128) -> str:
        """`NAME-ENVIRONMENT-PART…`, cut to the service's `limit` in characters."""
        return shorten("-".join((self.prefix, *parts)), limit)

    def bucket(self, zone: str) -> str:
        """A bucket's name; account and region make it unique over all of AWS's accounts."""
        return shorten(f"{self.prefix}-{zone}-{self.account}-{self.region}", MAX_BUCKET)

    def role(self, *parts: str) -> str:
        """A role's name. Roles are global, so it must differ between the lake's regions: the
        environment's name sees to that."""
        return self.name(*parts, limit=MAX_ROLE)

    def role_arn(self, *parts: str) -> str:
        """ARN of the role that `role` names."""
        return f"arn:{self.partition}:iam::{self.account}:role/{self.role(*parts)}"

    def bucket_arn(self, bucket: str) -> str:
        """ARN of a bucket."""
        return f"arn:{self.partition}:s3:::{bucket}"

    def arn(self, service: str, resource: str) -> str:
        """ARN of a regional resource of this account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


def default_tags(lake: Lake) -> dict[str, str]:
    """Tags of everything taggable: the user's own, which can't replace lakeform's."""
    return {
        **lake.tags,
        "environment": lake.environment_name,
        "managed-by": "lakeform",
        "name": lake.name,
        "owner": lake.owner,
    }
