from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.grants import ALL_PERMISSIONS, grant_of
from lakeform.plan import Resource


class NoAllPermissions(Policy):
    """Grants list what is allowed, instead of `ALL` or `SUPER`.

    `ALL` includes dropping and changing the object, and whatever AWS adds to it later. Lake
    Formation also gives it back in another form, so that each apply revokes and grants it anew.
    """

    id = "LAKE_LF_6"
    title = "Permissions are listed, not ALL or SUPER"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_permissions",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {personas: {NAME: {grants: [{permissions: [SELECT], ...}]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        if grant.permissions is None or grant.grantable is None:
            return unknown("its permissions are known only after apply")
        found = (grant.permissions | grant.grantable) & ALL_PERMISSIONS
        if found:
            return failed(f"{grant.describe()} gets {', '.join(sorted(found))}")
        return PASSED
