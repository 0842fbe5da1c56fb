from __future__ import annotations

from collections.abc import Iterator

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.objects import encrypted_by_default
from lakeform.gate.judging import customer_key, worst
from lakeform.plan import Resource


class DestinationKey(Policy):
    """What a delivery writes to S3 is encrypted with a key of the account's own.

    Either the delivery names the key, or the bucket that it writes to has one by default. That of a
    bucket outside the plan can't be seen.
    """

    id = "LAKE_FIREHOSE_2"
    title = "Deliveries write to S3 with a customer-managed key"
    severity = Severity.MEDIUM
    types = ("aws_kinesis_firehose_delivery_stream",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return worst(self._written(resource, path, case) for path in self._destinations(resource))

    @staticmethod
    def _destinations(resource: Resource) -> Iterator[tuple[str | int, ...]]:
        """The paths of all blocks that name a bucket; each kind of destination has its own."""
        for name in sorted(resource.values):
            if not name.endswith("_configuration"):
                continue
            inner = ("s3_configuration", "s3_backup_configuration")
            for path in ((name, 0), *((name, 0, block, 0) for block in inner)):
                if resource.get(*path, "bucket_arn") is not None:
                    yield path

    @staticmethod
    def _written(resource: Resource, path: tuple[str | int, ...], case: Case) -> Verdict:
        if resource.get(*path, "kms_key_arn") is not None:
            return customer_key(resource, *path, "kms_key_arn", without="AWS's is used")
        names = [step for step in path if isinstance(step, str)]
        return encrypted_by_default(case, resource, ".".join([*names, "bucket_arn"]))
