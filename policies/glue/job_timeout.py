from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_left_out
from lakeform.plan import Mark, Resource


class JobsHaveATimeout(Policy):
    """Batch jobs have a timeout.

    Glue's own is hours, up to two days in older versions, and a job that hangs is paid for until
    then. Streaming jobs run on purpose without one.
    """

    id = "LAKE_GLUE_9"
    title = "Jobs have a timeout"
    severity = Severity.LOW
    types = ("aws_glue_job",)
    controls = controls.COST
    fix = "etl.jobs.NAME.timeout_minutes: 480"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.block("command").get("name") == "gluestreaming":
            return PASSED
        if is_left_out(resource, "timeout"):
            return failed("it has no timeout of its own")
        if resource.get("timeout") is Mark.UNKNOWN:
            return unknown("its timeout is known only after apply")
        return PASSED
