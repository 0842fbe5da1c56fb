from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged, worst
from lakeform.plan import Resource

_CONFIGURATION = ("application_configuration", 0)
_WITHOUT = ("SQL", "ZEPPELIN")


class State(Policy):
    """A Flink application keeps its state: it takes checkpoints, and a snapshot at each stop.

    Without snapshots an update or a change of scale starts with an empty state ("will lead to data
    loss", Managed Service for Apache Flink guide, "Manage application backups using snapshots");
    without checkpoints each failure does. Applications in SQL, and Studio notebooks, have neither.
    """

    id = "LAKE_FLINK_1"
    title = "Flink applications keep their state"
    severity = Severity.MEDIUM
    types = ("aws_kinesisanalyticsv2_application",)
    controls = controls.combined(controls.BACKUP, controls.INTEGRITY)
    fix = "streams.flink.NAME.snapshots: true"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.get("runtime_environment", default="").startswith(_WITHOUT):
            return PASSED
        flink = (*_CONFIGURATION, "flink_application_configuration", 0)
        snapshots = (*_CONFIGURATION, "application_snapshot_configuration", 0, "snapshots_enabled")
        return worst(
            (
                judged(
                    chosen(resource, *snapshots, default=False),
                    lambda enabled: enabled is True,
                    "it takes no snapshots",
                    subject="whether it takes snapshots",
                ),
                judged(
                    chosen(
                        resource,
                        *(*flink, "checkpoint_configuration", 0, "checkpointing_enabled"),
                        default=True,
                    ),
                    lambda enabled: enabled is True,
                    "it takes no checkpoints",
                    subject="whether it takes checkpoints",
                ),
            )
        )
