from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import customer_key
from lakeform.plan import Resource


class Encryption(Policy):
    """A cluster's storage is encrypted with a key of the account's own.

    MSK encrypts always, with AWS's key `alias/aws/kafka` by default: nobody can say who may use it,
    or switch it off. The key can't be changed once the cluster is there.
    """

    id = "LAKE_MSK_4"
    title = "Kafka clusters are encrypted with a customer-managed key"
    severity = Severity.MEDIUM
    types = ("aws_msk_cluster",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = ("encryption_info", 0, "encryption_at_rest_kms_key_arn")
        return customer_key(resource, *path, without="MSK takes AWS's own")
