from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Mark, Resource


class NoUsers(Policy):
    """There are no IAM users.

    A user can't be without long-lived credentials to be of use, and isn't removed when the person
    leaves. A user whose path begins with `/service/` is taken for a deliberate exception; its keys
    are judged by LAKE_IAM_8.
    """

    id = "LAKE_IAM_9"
    title = "People and programs use roles, not IAM users"
    severity = Severity.MEDIUM
    types = ("aws_iam_user",)
    controls = controls.combined(controls.SECRETS, {"cis-aws": ("1.15", "1.21")})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = resource.get("path", default="/")
        if isinstance(path, Mark):
            return unknown("its path is known only after apply")
        return PASSED if path.startswith("/service/") else failed("it is an IAM user")
