from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import buckets_behind, configured
from lakeform.gate.facts.values import name
from lakeform.plan import Action, Mark, Resource


class AclsAreOff(Policy):
    """Buckets have access control lists turned off: their owner owns every object.

    With ACLs, whoever writes an object may open it to others, past every policy. Buckets made since
    April 2023 have them off unless the configuration turns them on. What is said of a bucket that
    isn't in the plan is judged by itself.
    """

    id = "LAKE_S3_9"
    title = "Buckets use no ACLs"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket", "aws_s3_bucket_acl", "aws_s3_bucket_ownership_controls")
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type != "aws_s3_bucket":
            # A bucket of the plan is judged with all that it has.
            is_judged = bool(buckets_behind(resource, "bucket", case))
            return PASSED if is_judged else _judged_alone(resource, case)
        found, may_have_more = configured(resource, "aws_s3_bucket_ownership_controls", case)
        for controls_ in found:
            return _owned(controls_)
        acls, _ = configured(resource, "aws_s3_bucket_acl", case)
        if acls or {"acl", "grant"} & set(resource.written.expressions):
            return failed("it has an ACL")
        if may_have_more or resource.action is not Action.CREATE:
            return unknown("the plan doesn't say who owns the bucket's objects")
        return PASSED


def _judged_alone(resource: Resource, case: Case) -> Verdict:
    if resource.type == "aws_s3_bucket_ownership_controls":
        return _owned(resource)
    bucket = name(resource.get("bucket"))
    for controls_ in case.plan.of_type("aws_s3_bucket_ownership_controls"):
        if bucket is not None and name(controls_.get("bucket")) == bucket:
            return _owned(controls_)
    return failed("the bucket has an ACL")


def _owned(controls_: Resource) -> Verdict:
    ownership = controls_.get("rule", 0, "object_ownership")
    if isinstance(ownership, Mark):
        return unknown("who owns the bucket's objects is known only after apply")
    if ownership != "BucketOwnerEnforced":
        return failed(f"its object ownership is {ownership}, so ACLs count")
    return PASSED
