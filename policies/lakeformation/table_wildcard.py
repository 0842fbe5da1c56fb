from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.grants import grant_of, is_to_administrator
from lakeform.gate.facts.values import name
from lakeform.plan import Resource


class NoTableWildcards(Policy):
    """Only administrators get a grant on all tables of a database.

    A grant with `wildcard = true` is also one on each table to come, whatever it will hold. A grant
    by LF-tags follows what a table holds instead.
    """

    id = "LAKE_LF_7"
    title = "Grants name tables or LF-tags, not all tables of a database"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_permissions",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {personas: {NAME: {grants: [{table: DATABASE.TABLE, ...}]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        wildcard = grant.block.get("wildcard")
        if grant.kind != "table" or wildcard in (None, False):
            return PASSED
        if wildcard is not True:
            return unknown("whether it is on all tables is known only after apply")
        if is_to_administrator(grant, case):
            return PASSED
        database = name(grant.block.get("database_name")) or "the database"
        return failed(f"{grant.describe()} gets all tables of {database}, those to come included")
