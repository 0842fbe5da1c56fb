from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.exposure import NAMED, judge_reader
from lakeform.gate.facts.grants import grant_of, is_external
from lakeform.plan import Resource


class SensitiveColumnsByName(Policy):
    """Who isn't cleared gets no SELECT on a table, column or filter that shows sensitive data.

    Sensitive is what carries the LF-tag of the settings (`sensitivity: pii` by default), on the
    database, table or column, inherited as Lake Formation does. Columns that a grant or its data
    cells filter leaves out aren't shown. The cleared are listed in the settings; a role is as well
    that only services assume, to run jobs, crawlers and streams of this plan: it shows the data to
    nobody but what is defined here. LF-tags that were put on outside this plan can't be seen, nor
    what a role reads past Lake Formation.
    """

    id = "LAKE_LF_8"
    title = "Grants by name show sensitive columns to the cleared only"
    severity = Severity.HIGH
    types = ("aws_lakeformation_permissions",)
    controls = controls.SENSITIVE_DATA
    fix = "governance: {personas: {NAME: {grants: [{table: ..., except_columns: [...]}]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        if grant.kind not in NAMED or is_external(grant, case):
            return PASSED
        return judge_reader(grant, case)
