"""Terraform's state, written by hand, and what `verify` finds wrong with it."""

from __future__ import annotations

from typing import Any

from lakeform.local.embedded import EmbeddedAws
from lakeform.local.verify import verify


def state_of(*resources: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """What `terraform show -json` says of these resources."""
    listed = [
        {"address": f"{kind}.x{number}", "mode": "managed", "type": kind, "values": values}
        for number, (kind, values) in enumerate(resources)
    ]
    return {"values": {"root_module": {"resources": listed}}}


def wrong(state: dict[str, Any], aws: EmbeddedAws) -> list[tuple[str, str, str]]:
    """What was looked at, expected and observed, of each check that fails."""
    return [
        (check.what, check.expected, check.observed) for check in verify(state, aws) if not check.ok
    ]
