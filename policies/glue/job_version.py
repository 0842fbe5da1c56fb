from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Mark, Resource


class JobsRunOnASupportedVersion(Policy):
    """Jobs name a Glue version, or a Python of shell jobs, that AWS still supports.

    Glue 0.9, 1.0 and 2.0 get no patches and can't be run from 1 April 2026 on, Python shell below
    3.9 alike (Glue developer guide, "AWS Glue version support policy"). A job that names none takes
    the newest when it is made, and keeps it.
    """

    id = "LAKE_GLUE_10"
    title = "Jobs run on a supported Glue version"
    severity = Severity.MEDIUM
    types = ("aws_glue_job",)
    controls = controls.SUPPORTED_SOFTWARE
    fix = "etl.jobs.NAME.glue_version: '5.0'"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        command = resource.block("command")
        if command.get("name") == "pythonshell":
            version, what = command.get("python_version"), "Python"
            supported = version in ("3.9",)
        else:
            version, what = resource.get("glue_version"), "Glue"
            supported = version not in ("0.9", "1.0", "2.0")
        if version in (None, "") or isinstance(version, Mark):
            return unknown(f"its version of {what} isn't in the plan")
        return PASSED if supported else failed(f"{what} {version} is out of support")
