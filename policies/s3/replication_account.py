from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.accounts import Whose, whose
from lakeform.gate.facts.buckets import buckets_behind, inline, named_bucket
from lakeform.gate.facts.values import first, is_set, name
from lakeform.plan import Mark, Resource


class ReplicasStayInTrustedAccounts(Policy):
    """Replication copies to buckets of the lake's own and trusted accounts.

    A rule copies everything that arrives, and goes on doing so. An ARN of a bucket doesn't say
    whose it is: where the rule doesn't name the account, only a bucket in this plan is known to be
    the own.
    """

    id = "LAKE_S3_13"
    title = "Replicas go to trusted accounts only"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket", "aws_s3_bucket_replication_configuration")
    controls = controls.SHARING
    fix = "storage: {zones: {NAME: {replicate_to: {account: ...}}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_s3_bucket":
            attribute = "replication_configuration"
            rules = inline(resource, attribute).get("rules") or []
        else:
            attribute, rules = "rule", resource.get("rule", default=[])
        if not isinstance(rules, list):
            return unknown("its rules are known only after apply")
        is_open = ""
        for rule in rules:
            to = first(rule, "destination") if isinstance(rule, Mapping) else {}
            account = to.get("account", to.get("account_id"))
            bucket = name(to.get("bucket"))
            if is_set(account):
                kind = whose(str(account), case)
                if kind is Whose.FOREIGN:
                    return failed(f"copies go to account {account}, which isn't trusted")
                if isinstance(account, Mark) or kind is Whose.UNKNOWN:
                    is_open = "whose account the copies go to isn't in the plan"
            elif bucket is not None and named_bucket(bucket, case) is None:
                is_open = f"the plan doesn't say whose {bucket} is"
            elif bucket is None and not buckets_behind(resource, attribute, case):
                is_open = "where the copies go is known only after apply"
        return unknown(is_open) if is_open else PASSED
