from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.exposure import judge_reader
from lakeform.gate.facts.grants import grant_of, is_external
from lakeform.plan import Resource


class SensitiveColumnsByTag(Policy):
    """Who isn't cleared gets no SELECT by LF-tags that match sensitive data.

    An expression with the sensitive value matches what carries it, now or later. One that leaves
    the sensitive key out matches a table whatever its sensitivity is: it fails where something in
    the plan is both matched and sensitive. What is tagged outside this plan can't be seen.
    """

    id = "LAKE_LF_9"
    title = "Grants by LF-tags show sensitive columns to the cleared only"
    severity = Severity.HIGH
    types = ("aws_lakeformation_permissions",)
    controls = controls.SENSITIVE_DATA
    fix = "governance: {personas: {NAME: {grants: [{tags: {sensitivity: [public]}, ...}]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        if grant.kind != "lf_tag_policy" or is_external(grant, case):
            return PASSED
        return judge_reader(grant, case)
