from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Mark, Resource


class SourceBackup(Policy):
    """A delivery that transforms records keeps them as they came, too.

    An error in the function's code changes or drops records for good; only the backup has what was
    sent. A delivery without a function passes.
    """

    id = "LAKE_FIREHOSE_5"
    title = "Deliveries that transform records keep the originals"
    severity = Severity.MEDIUM
    types = ("aws_kinesis_firehose_delivery_stream",)
    controls = controls.combined(controls.BACKUP, controls.INTEGRITY)
    fix = "streams.deliveries.NAME.originals: originals/NAME/"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        name = "extended_s3_configuration"
        processors = resource.blocks(name, "processing_configuration", "processors")
        enabled = resource.get(name, 0, "processing_configuration", 0, "enabled", default=False)
        if enabled is False or not any(
            processor.get("type") in ("Lambda", Mark.UNKNOWN) for processor in processors
        ):
            return PASSED
        return judged(
            chosen(resource, name, 0, "s3_backup_mode", default="Disabled"),
            lambda mode: mode == "Enabled",
            "it transforms records with a function and doesn't keep the originals",
            subject="whether it keeps the originals",
        )
