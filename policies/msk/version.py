from __future__ import annotations

import re

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource

_OLDEST = (3, 6)
_VERSION = re.compile(r"(\d+)\.(\d+)")


class Version(Policy):
    """A cluster runs a version of Kafka that MSK supports.

    MSK ended the support of 3.5 and of all before it by October 2025 (MSK developer guide,
    "Supported Apache Kafka versions"): such a cluster gets no fixes, and is upgraded at a time that
    AWS chooses.
    """

    id = "LAKE_MSK_8"
    title = "Kafka clusters run a supported version"
    severity = Severity.MEDIUM
    types = ("aws_msk_cluster",)
    controls = controls.SUPPORTED_SOFTWARE
    fix = "streams.kafka.NAME.version: 3.8.x"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        version = resource.get("kafka_version", default="")
        found = _VERSION.match(version)
        if found is None:
            return judged(
                version, bool, "it names no version", subject=f"its version, {version!r},"
            )
        return judged(
            (int(found.group(1)), int(found.group(2))),
            lambda number: number >= _OLDEST,
            f"it runs Kafka {version}, which MSK no longer supports",
            subject="its version",
        )
