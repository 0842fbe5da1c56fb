"""The guard on what holds data."""

from __future__ import annotations

from lakeform.config import Lake
from lakeform.engine import TerraformResourceLifecycle


def protection(lake: Lake) -> TerraformResourceLifecycle | None:
    """The lifecycle of a resource that holds data: Terraform refuses to destroy it where the
    environment is protected."""
    if not lake.environment.protect:
        return None
    return TerraformResourceLifecycle(prevent_destroy=True)
