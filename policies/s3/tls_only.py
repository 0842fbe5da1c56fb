from __future__ import annotations

from lakeform.gate import (
    PASSED,
    Case,
    Document,
    Policy,
    Severity,
    Statement,
    Verdict,
    controls,
    failed,
    unknown,
)
from lakeform.plan import Resource


class TlsOnly(Policy):
    """Every bucket has a policy that refuses requests without TLS.

    S3 answers plain HTTP to whoever may read an object, so a client that forgets the `s` sends data
    in the clear. The policy must deny every action to everybody where `aws:SecureTransport` is
    false; it may be in a statement with other conditions only if those don't narrow it.
    """

    id = "LAKE_S3_1"
    title = "Buckets refuse requests without TLS"
    severity = Severity.HIGH
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.ENCRYPTION_IN_TRANSIT, {"cis-aws": ("2.1.1",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        policies = case.plan.pointing_to(resource, "aws_s3_bucket_policy", "bucket")
        if not policies:
            return failed("the bucket has no policy, so nothing refuses plain HTTP")
        for policy in policies:
            document = Document.of(policy, "policy", case.plan)
            if document is None:
                return unknown("its bucket policy is known only after apply")
            if any(self._refuses(statement) for statement in document.denies):
                return PASSED
        return failed("its bucket policy has no statement that denies requests without TLS")

    @staticmethod
    def _refuses(statement: Statement) -> bool:
        return (
            statement.is_for_everyone
            and statement.covers_action("s3:*")
            and statement.conditions == {("bool", "aws:securetransport"): ("false",)}
        )
