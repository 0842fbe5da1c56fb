from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import judged, worst
from lakeform.plan import Mark, Resource

_REGIONS: Mapping[str, tuple[str, ...]] = {
    "aws_backup_plan": ("rule", "copy_action", "destination_vault_arn"),
    "aws_dynamodb_table": ("replica", "region_name"),
    "aws_ecr_replication_configuration": (
        "replication_configuration",
        "rule",
        "destination",
        "region",
    ),
    "aws_efs_replication_configuration": ("destination", "region"),
    "aws_s3_bucket_replication_configuration": (
        "rule",
        "destination",
        "encryption_configuration",
        "replica_kms_key_id",
    ),
    "aws_secretsmanager_secret": ("replica", "region"),
}
_BUCKETS = "aws_s3_bucket_replication_configuration"


class Copies(Policy):
    """Copies of data go to allowed regions only.

    A replica is data in another place, for which other laws may hold. A bucket's ARN has no region:
    the one of the key that encrypts the copies is taken, and without it the region isn't known.
    With no regions in the settings, all are allowed.
    """

    id = "LAKE_REGION_2"
    title = "Copies of data go to the allowed regions"
    severity = Severity.HIGH
    types = tuple(sorted(_REGIONS))
    controls = controls.DATA_LOCATION
    fix = "storage.zones.NAME.replicate_to: {region: REGION, ...}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        allowed = case.settings.regions
        if not allowed:
            return PASSED
        *blocks, last = _REGIONS[resource.type]
        copies = resource.blocks(*blocks)
        if resource.type == _BUCKETS and len(copies) < len(resource.blocks("rule")):
            return unknown("the plan doesn't say which region the copies go to")
        return worst(
            judged(
                region,
                lambda region: region in allowed,
                f"copies go to {region}, which isn't allowed",
                subject="where copies go",
            )
            for copy in copies
            if (region := self._region(copy.get(last)))
        )

    @staticmethod
    def _region(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Mark) and value.startswith("arn:"):
            return value.split(":")[3]
        return value
