from __future__ import annotations

from lakeform.gate import Case, Document, Policy, Severity, Verdict, controls
from lakeform.gate.facts.callers import judge_callers
from lakeform.plan import Resource


class CatalogueIsNotPublic(Policy):
    """The Data Catalog's resource policy lets in only the lake's own and trusted accounts.

    A catalogue that everybody may read shows what data there is and where; one that another account
    may change points queries at other data. A principal `*` must come with a condition on the
    caller's account or organisation.
    """

    id = "LAKE_GLUE_8"
    title = "The Data Catalog is open to trusted accounts only"
    severity = Severity.HIGH
    types = ("aws_glue_resource_policy",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.SHARING)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judge_callers(Document.of(resource, "policy", case.plan), case)
