"""Section `environments`: where the lake is deployed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator

from lakeform.config.base import Account, Bool, RoleArn, Section, fail_unknown, quoted
from lakeform.config.regions import ZONE_LETTERS, partition


def _known_region(value: str) -> str:
    if value not in ZONE_LETTERS:
        fail_unknown(f"{quoted(value)} isn't an AWS region", value, tuple(ZONE_LETTERS))
    return value


Region = Annotated[str, AfterValidator(_known_region)]


class Environment(Section):
    """One account and region that the lake is deployed to."""

    account: Account
    """AWS account id, twelve digits."""
    region: Region
    """AWS region."""
    protect: Bool = False
    """Guard data: `prevent_destroy` on everything that holds data, the services' own deletion
    protection, and no `force_destroy`."""
    deploy_role: RoleArn | None = None
    """ARN of the role that runs Terraform. It is always a Lake Formation administrator. Left out:
    the role `NAME-ENVIRONMENT-deploy` of the account."""
    overrides: dict[str, Any] = {}
    """Merged over the rest of the file for this environment: mappings key by key, everything else
    replaced."""

    @property
    def partition(self) -> str:
        """The ARN partition: `aws`, `aws-cn` or `aws-us-gov`."""
        return partition(self.region)
