from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_DEFAULT = 24
_SHORTEST = 48


class Retention(Policy):
    """Every stream keeps its records for 48 hours or longer.

    Kinesis keeps records for 24 hours unless it is told otherwise. A consumer that fails on a
    Friday evening, and is looked at on Sunday, has lost records by then: nothing brings them back.
    """

    id = "LAKE_KINESIS_1"
    title = "Streams keep their records for 48 hours or longer"
    severity = Severity.MEDIUM
    types = ("aws_kinesis_stream",)
    controls = controls.combined(controls.BACKUP, controls.RETENTION)
    fix = "streams.kinesis.NAME.retention_hours: 48"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        hours = chosen(resource, "retention_period", default=_DEFAULT)
        return judged(
            hours,
            lambda hours: hours >= _SHORTEST,
            f"it keeps records for {hours} hours, less than {_SHORTEST}",
            subject="its retention",
        )
