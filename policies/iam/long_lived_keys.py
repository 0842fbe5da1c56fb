from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_left_out
from lakeform.plan import Mark, Resource


class NoLongLivedCredentials(Policy):
    """There are no access keys and console passwords of IAM users.

    They don't expire, end up in files and logs, and in Terraform's state. People come through the
    identity provider, programs through roles, pipelines through OIDC.
    """

    id = "LAKE_IAM_8"
    title = "No long-lived credentials are made"
    severity = Severity.HIGH
    types = (
        "aws_iam_access_key",
        "aws_iam_service_specific_credential",
        "aws_iam_user_login_profile",
    )
    controls = controls.combined(controls.SECRETS, {"cis-aws": ("1.13",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.get("status") == "Inactive":
            return PASSED
        if resource.get("status") is Mark.UNKNOWN and not is_left_out(resource, "status"):
            return unknown("whether it is active is known only after apply")
        return failed("it doesn't expire, and is in Terraform's state")
