from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import first
from lakeform.plan import Mark, Resource


class SecurityConfigurationEncrypts(Policy):
    """A security configuration encrypts objects, logs and job bookmarks.

    One that leaves a part `DISABLED` looks like protection where it is attached, and isn't.
    """

    id = "LAKE_GLUE_5"
    title = "Security configurations encrypt objects, logs and bookmarks"
    severity = Severity.MEDIUM
    types = ("aws_glue_security_configuration",)
    controls = controls.ENCRYPTION_AT_REST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        configured = resource.block("encryption_configuration")
        for what, block, mode in (
            ("objects", "s3_encryption", "s3_encryption_mode"),
            ("logs", "cloudwatch_encryption", "cloudwatch_encryption_mode"),
            ("job bookmarks", "job_bookmarks_encryption", "job_bookmarks_encryption_mode"),
        ):
            value = first(configured, block).get(mode)
            if isinstance(value, Mark):
                return unknown(f"the encryption of {what} is known only after apply")
            if value in (None, "", "DISABLED"):
                return failed(f"{what} aren't encrypted")
        return PASSED
