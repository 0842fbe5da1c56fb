from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import configured
from lakeform.plan import Action, Mark, Resource


class AclsAreOff(Policy):
    """Buckets have access control lists turned off: their owner owns every object.

    With ACLs, whoever writes an object may open it to others, past every policy. Buckets made since
    April 2023 have them off unless the configuration turns them on.
    """

    id = "LAKE_S3_9"
    title = "Buckets use no ACLs"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket",)
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        found, may_have_more = configured(resource, "aws_s3_bucket_ownership_controls", case)
        for controls_ in found:
            ownership = controls_.block("rule").get("object_ownership")
            if isinstance(ownership, Mark):
                return unknown("who owns its objects is known only after apply")
            if ownership != "BucketOwnerEnforced":
                return failed(f"its object ownership is {ownership}, so ACLs count")
            return PASSED
        acls, _ = configured(resource, "aws_s3_bucket_acl", case)
        if acls or {"acl", "grant"} & set(resource.written.expressions):
            return failed("it has an ACL")
        if may_have_more or resource.action is not Action.CREATE:
            return unknown("the plan doesn't say who owns the bucket's objects")
        return PASSED
