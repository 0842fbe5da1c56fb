from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import inline
from lakeform.gate.facts.values import first, is_set
from lakeform.plan import Resource


class ReplicasAreEncrypted(Policy):
    """Replication encrypts the copies with a KMS key, and copies what is encrypted with one.

    Without a replica key, the copies get whatever the other bucket's default is. Objects encrypted
    with KMS are left out silently unless the rule selects them.
    """

    id = "LAKE_S3_5"
    title = "Replicas are complete, and encrypted with a KMS key"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket", "aws_s3_bucket_replication_configuration")
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.BACKUP)
    fix = "storage: {zones: {NAME: {replicate_to: {kms_key: ...}}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_s3_bucket":
            replication = inline(resource, "replication_configuration")
            rules, selected = replication.get("rules") or [], "enabled"
        else:
            rules, selected = resource.get("rule", default=[]), "status"
        if not isinstance(rules, list):
            return unknown("its rules are known only after apply")
        for rule in rules:
            if not isinstance(rule, Mapping) or rule.get("status") != "Enabled":
                continue
            to = first(rule, "destination")
            key = first(to, "encryption_configuration") or to
            if not is_set(key.get("replica_kms_key_id")):
                return failed("a rule names no key for the copies")
            objects = first(first(rule, "source_selection_criteria"), "sse_kms_encrypted_objects")
            if objects.get(selected) not in (True, "Enabled"):
                return failed("a rule leaves out what is encrypted with KMS")
        return PASSED
