from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import at_most
from lakeform.plan import Resource


class Shards(Policy):
    """No stream has more shards than the settings allow.

    A shard is paid by the hour, used or not. A stream on demand has none to count.
    """

    id = "LAKE_COST_1"
    title = "Streams keep to the limit of shards"
    severity = Severity.HIGH
    types = ("aws_kinesis_stream",)
    controls = controls.COST
    fix = "streams.kinesis.NAME.shards: 2"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        mode = resource.get("stream_mode_details", 0, "stream_mode", default="PROVISIONED")
        if mode == "ON_DEMAND":
            return PASSED
        number = resource.get("shard_count", default=0)
        return at_most(number, case.settings.max_shards, "shards", subject="its size")
