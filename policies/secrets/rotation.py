from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed
from lakeform.plan import Resource


class Rotation(Policy):
    """Every secret is replaced by a new one regularly.

    A password that is never changed is known to everybody who has ever seen it. Some secrets can't
    be changed by a program; they need a waiver, or somebody's calendar.
    """

    id = "LAKE_SECRET_5"
    title = "Secrets rotate"
    severity = Severity.LOW
    types = ("aws_secretsmanager_secret",)
    controls = controls.SECRETS

    def judge(self, resource: Resource, case: Case) -> Verdict:
        rotation = "aws_secretsmanager_secret_rotation"
        if case.plan.pointing_to(resource, rotation, "secret_id"):
            return PASSED
        return failed("nothing replaces it")
