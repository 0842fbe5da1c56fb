from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import customer_key
from lakeform.plan import Resource


class Encryption(Policy):
    """Every secret is encrypted with a key of the account's own.

    Secrets Manager encrypts always, with AWS's key `alias/aws/secretsmanager` by default: every
    identity that may read secrets may use it, and no other account can be let in.
    """

    id = "LAKE_SECRET_2"
    title = "Secrets are encrypted with a customer-managed key"
    severity = Severity.LOW
    types = ("aws_secretsmanager_secret",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return customer_key(resource, "kms_key_id", without="Secrets Manager takes AWS's own")
