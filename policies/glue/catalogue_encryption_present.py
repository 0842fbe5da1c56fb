from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.plan import Resource


class CatalogueEncryptionIsInThePlan(Policy):
    """Where a database is made, the plan also has the Data Catalog's encryption settings.

    They exist once in an account and region, so another configuration may own them: then this is
    "unknown", never "failed", and that configuration's plan is the one to check.
    """

    id = "LAKE_GLUE_7"
    title = "The Data Catalog's encryption comes with its databases"
    severity = Severity.MEDIUM
    types = ("aws_glue_catalog_database",)
    controls = controls.ENCRYPTION_AT_REST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if case.plan.of_type("aws_glue_data_catalog_encryption_settings"):
            return PASSED
        return unknown("the plan doesn't say whether the Data Catalog is encrypted")
