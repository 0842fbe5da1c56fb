from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import (
    PASSED,
    Case,
    Policy,
    Severity,
    Verdict,
    controls,
    failed,
    unknown,
)
from lakeform.gate.facts.values import is_known, is_left_out, names
from lakeform.gate.judging import worst
from lakeform.plan import Resource


class NoDefaultPermissions(Policy):
    """Lake Formation's settings grant nobody anything on a new database or table.

    A fresh account grants everything on every new database and table to `IAM_ALLOWED_PRINCIPALS`,
    and leaving the blocks out keeps whatever the account has. Each of the two blocks must be there,
    with no permissions: `permissions = []`. Databases and tables that exist already keep what they
    were made with.
    """

    id = "LAKE_LF_2"
    title = "New databases and tables start without permissions"
    severity = Severity.HIGH
    types = ("aws_lakeformation_data_lake_settings",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return worst(
            self._of(resource, f"create_{what}_default_permissions", what)
            for what in ("database", "table")
        )

    def _of(self, resource: Resource, attribute: str, what: str) -> Verdict:
        value = resource.get(attribute)
        if is_left_out(resource, attribute):
            return failed(f"{attribute} is left out, so a new {what} gets the account's default")
        if not isinstance(value, list):
            return unknown(f"{attribute} is known only after apply")
        for place, block in enumerate(value):
            permissions = block.get("permissions") if isinstance(block, Mapping) else block
            if not is_known(permissions):
                permissions = resource.written.constant(attribute, place, "permissions")
                if permissions is None:
                    return unknown(f"the permissions in {attribute} are known only after apply")
            if permissions:
                return failed(f"a new {what} starts with {', '.join(names(permissions))}")
        return PASSED
