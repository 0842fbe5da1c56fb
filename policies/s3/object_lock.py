from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import configured, inline
from lakeform.gate.facts.values import first, is_known, is_left_out, is_set
from lakeform.plan import Mark, Resource


class ObjectLockHasARetention(Policy):
    """A bucket with object lock says for how long new objects are locked.

    Object lock alone locks nothing: without a default retention, each writer has to ask for it with
    each object.
    """

    id = "LAKE_S3_12"
    title = "Object lock comes with a default retention"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.INTEGRITY, controls.RETENTION)
    fix = "storage: {zones: {NAME: {object_lock: {days: 365}}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        locked = resource.get("object_lock_enabled")
        old = inline(resource, "object_lock_configuration")
        if locked is not True and old.get("object_lock_enabled") != "Enabled":
            is_open = isinstance(locked, Mark) and not is_left_out(resource, "object_lock_enabled")
            return unknown("whether it locks is known only after apply") if is_open else PASSED
        found, is_open = configured(resource, "aws_s3_bucket_object_lock_configuration", case)
        for rule in [*(one.block("rule") for one in found), first(old, "rule")]:
            retention = first(rule, "default_retention")
            if is_set(retention.get("days")) or is_set(retention.get("years")):
                return PASSED
            is_open |= not is_known(dict(rule))
        if is_open:
            return unknown("its default retention is known only after apply")
        return failed("it locks only what each writer asks for")
