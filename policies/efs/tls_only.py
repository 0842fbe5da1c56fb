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

_TRANSPORT = ("bool", "aws:securetransport")
_MOUNT = "elasticfilesystem:ClientMount"


class TlsOnly(Policy):
    """Every file system has a policy that refuses clients without TLS.

    NFS is plain text; without a policy, EFS also lets in every client that reaches a mount target,
    with root's rights. Either a statement denies mounting to everybody where `aws:SecureTransport`
    is false, or every one that allows it asks for TLS.
    """

    id = "LAKE_EFS_1"
    title = "EFS file systems refuse clients without TLS"
    severity = Severity.HIGH
    types = ("aws_efs_file_system",)
    controls = controls.ENCRYPTION_IN_TRANSIT
    fix = "file_systems.efs.NAME.tls: true"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        policies = case.plan.pointing_to(resource, "aws_efs_file_system_policy", "file_system_id")
        if not policies:
            return failed("it has no policy, so it lets in clients without TLS")
        for policy in policies:
            document = Document.of(policy, "policy", case.plan)
            if document is None:
                return unknown("its policy is known only after apply")
            if any(self._refuses(statement) for statement in document.denies):
                return PASSED
            mounts = [given for given in document.allows if given.covers_action(_MOUNT)]
            if mounts and all(given.conditions.get(_TRANSPORT) == ("true",) for given in mounts):
                return PASSED
        return failed("its policy doesn't refuse clients without TLS")

    @staticmethod
    def _refuses(statement: Statement) -> bool:
        return (
            statement.is_for_everyone
            and statement.covers_action(_MOUNT)
            and statement.conditions == {_TRANSPORT: ("false",)}
        )
