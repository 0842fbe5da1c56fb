from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import buckets, encryption_rule
from lakeform.gate.facts.values import first, is_set
from lakeform.plan import Mark, Resource


class EncryptedWithACustomerKey(Policy):
    """A bucket encrypts new objects with a KMS key of the account, by default.

    S3's own key and the key `aws/s3` encrypt for everybody who may read the bucket: only a
    customer-managed key has a policy of its own, is audited by use, and can be taken away. A bucket
    that receives access logs is left out, as S3 delivers them to no bucket encrypted with KMS.
    """

    id = "LAKE_S3_7"
    title = "Buckets are encrypted with a customer-managed key"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket",)
    controls = controls.ENCRYPTION_AT_REST
    fix = "encryption: {keys: per_zone}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.address in buckets(case).log_targets:
            return PASSED
        rule, is_open = encryption_rule(resource, case)
        if rule is None:
            if is_open:
                return unknown("its encryption is known only after apply")
            return failed("it has no default encryption of its own")
        default = first(rule, "apply_server_side_encryption_by_default")
        algorithm, key = default.get("sse_algorithm"), default.get("kms_master_key_id")
        if isinstance(algorithm, Mark):
            return unknown("its encryption is known only after apply")
        if algorithm not in ("aws:kms", "aws:kms:dsse"):
            return failed(f"it is encrypted with {algorithm or 'nothing'}")
        if not is_set(key) or str(key).endswith("alias/aws/s3"):
            return failed("it is encrypted with the key aws/s3, which AWS manages")
        return PASSED
