from __future__ import annotations

import json

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Resource


class OpensearchServerless(Policy):
    """No collection of OpenSearch Serverless is reached from the internet.

    `AllowFromPublic` puts the collection's endpoint on the internet; only its data access policy is
    left to keep strangers out.
    """

    id = "LAKE_OPENSEARCH_1"
    title = "OpenSearch Serverless collections aren't public"
    severity = Severity.HIGH
    types = ("aws_opensearchserverless_security_policy",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.NETWORK)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.get("type") in ("data", "encryption"):
            return PASSED
        text = resource.text("policy")
        if text is None:
            return unknown("its rules are known only after apply")
        try:
            rules = json.loads(text)
        except ValueError:
            return unknown("its rules can't be read in the plan")
        if any(isinstance(rule, dict) and rule.get("AllowFromPublic") is True for rule in rules):
            return failed("it lets in the internet (AllowFromPublic)")
        return PASSED
