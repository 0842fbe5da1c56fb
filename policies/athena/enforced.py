from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, failed
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource


class Enforced(Policy):
    """A workgroup's settings hold for everybody who uses it.

    Otherwise each client chooses where results go and whether they are encrypted: a copy of the
    data in a bucket of its own.
    """

    id = "LAKE_ATHENA_1"
    title = "Athena workgroups enforce their settings"
    severity = Severity.HIGH
    types = ("aws_athena_workgroup",)
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.SENSITIVE_DATA)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if not resource.get("configuration"):
            return failed("it has no settings to enforce")
        return judged(
            chosen(resource, "configuration", 0, "enforce_workgroup_configuration", default=True),
            lambda enforced: enforced is True,
            "clients may choose other settings than its own",
            subject="whether it enforces its settings",
        )
