from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource


class ErrorPrefix(Policy):
    """A delivery to S3 puts what it couldn't process under a prefix of its own.

    Without one, failed records land beside the good ones, and a table over the same prefix reads
    both.
    """

    id = "LAKE_FIREHOSE_4"
    title = "Deliveries keep failed records apart"
    severity = Severity.LOW
    types = ("aws_kinesis_firehose_delivery_stream",)
    controls = controls.INTEGRITY
    fix = "streams.deliveries.NAME.error_prefix: _errors/NAME/"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if not resource.get("extended_s3_configuration"):
            return PASSED
        return judged(
            resource.get("extended_s3_configuration", 0, "error_output_prefix", default=""),
            lambda prefix: prefix != "",
            "it has no prefix for records that it couldn't process",
            subject="its error prefix",
        )
