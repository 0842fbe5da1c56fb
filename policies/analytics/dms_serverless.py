from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import customer_key
from lakeform.plan import Resource


class DmsServerless(Policy):
    """A serverless replication keeps what it stores with a key of the account's own.

    DMS stores changes that it hasn't applied yet, and the endpoints' passwords; without a key, with
    AWS's `alias/aws/dms`.
    """

    id = "LAKE_DMS_1"
    title = "DMS replications are encrypted with a customer-managed key"
    severity = Severity.MEDIUM
    types = ("aws_dms_replication_config",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return customer_key(
            resource, "compute_config", 0, "kms_key_id", without="DMS takes AWS's own"
        )
