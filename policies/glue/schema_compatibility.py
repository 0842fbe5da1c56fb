from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Mark, Resource


class SchemasAreChecked(Policy):
    """A schema in the registry has a compatibility mode that refuses breaking changes.

    With `NONE` any new version is taken, and with `DISABLED` none at all; with the former, a
    producer's change breaks its consumers when the data arrives.
    """

    id = "LAKE_GLUE_12"
    title = "Schemas refuse incompatible versions"
    severity = Severity.LOW
    types = ("aws_glue_schema",)
    controls = controls.INTEGRITY
    fix = "catalog: {schemas: {NAME: {compatibility: BACKWARD}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        mode = resource.get("compatibility")
        if isinstance(mode, Mark):
            return unknown("its compatibility is known only after apply")
        if mode in (None, "NONE", "DISABLED"):
            return failed(f"its compatibility is {mode}")
        return PASSED
