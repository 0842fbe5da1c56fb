from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import blocks, first, is_known, is_left_out, name
from lakeform.plan import Resource


class DatabasesGrantNothingByDefault(Policy):
    """No database hands its new tables to `IAM_ALLOWED_PRINCIPALS`.

    A database's own `create_table_default_permission` wins over the data lake settings: with it,
    every new table of this one database is open to whoever has the IAM permissions. A database
    without the block takes the settings' default, which LAKE_LF_2 judges.
    """

    id = "LAKE_LF_3"
    title = "Databases don't open their new tables to IAM_ALLOWED_PRINCIPALS"
    severity = Severity.HIGH
    types = ("aws_glue_catalog_database",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        attribute = "create_table_default_permission"
        if is_left_out(resource, attribute):
            return PASSED
        if not is_known(resource.get(attribute)):
            return unknown(f"{attribute} is known only after apply")
        for block in blocks(resource, attribute):
            who = name(first(block, "principal").get("data_lake_principal_identifier")) or ""
            if who.upper() == "IAM_ALLOWED_PRINCIPALS" and block.get("permissions"):
                return failed("its new tables are open to everybody whom IAM allows")
        return PASSED
