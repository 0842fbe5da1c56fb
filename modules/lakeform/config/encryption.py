"""Section `encryption`: the KMS keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lakeform.config.base import Int, RoleArn, Section


class Encryption(Section):
    """The customer-managed keys that encrypt everything the lake stores."""

    keys: Literal["single", "per_zone"] = "per_zone"
    """One key for the whole lake, or one for each storage zone and one for the rest. S3 encrypts
    new objects only: after a change, old objects need the old key until they are copied."""
    rotation_days: Annotated[Int, Field(ge=90, le=2560)] = 365
    """Days between automatic rotations, 90 to 2560 (KMS's limits)."""
    deletion_window_days: Annotated[Int, Field(ge=7, le=30)] = 30
    """Days that a deleted key can still be recovered, 7 to 30 (KMS's limits)."""
    catalog: Literal["own", "leave"] = "own"
    """The Data Catalog of the account and region, which all its databases share: encrypted with the
    lake's own key, so that other roles that read it need `kms:Decrypt` on that key; or left as it
    is. A lake without databases and connections leaves it in any case."""
    administrators: tuple[RoleArn, ...] = ()
    """Roles that may manage the keys, but not use them, besides the account's IAM policies."""
