from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource


class Engine(Policy):
    """A workgroup runs Athena's current engine.

    Version 2 has been withdrawn, and version 1 before it. `AUTO`, the default, follows AWS.
    """

    id = "LAKE_ATHENA_3"
    title = "Athena workgroups run the current engine"
    severity = Severity.LOW
    types = ("aws_athena_workgroup",)
    controls = controls.SUPPORTED_SOFTWARE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = ("configuration", 0, "engine_version", 0, "selected_engine_version")
        version = chosen(resource, *path, default="AUTO")
        return judged(
            version,
            lambda version: not version.endswith((" 1", " 2")),
            f"it runs {version}",
            subject="its engine",
        )
