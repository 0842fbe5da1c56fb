from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import first, is_known, name
from lakeform.plan import Mark, Resource


class FiltersFilter(Policy):
    """A data cells filter leaves out rows or columns.

    One with all rows and all columns reads like a restriction and is none: whoever gets the filter
    gets the table.
    """

    id = "LAKE_LF_15"
    title = "Data cells filters leave something out"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_data_cells_filter",)
    controls = controls.SENSITIVE_DATA
    fix = "governance: {filters: {NAME: {rows: ..., except_columns: [...]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        data = resource.block("table_data")
        rows = first(data, "row_filter")
        condition = rows.get("filter_expression")
        if not rows.get("all_rows_wildcard"):
            if isinstance(condition, Mark):
                return unknown("its row filter is known only after apply")
            if (name(condition) or "true").strip().lower() not in ("", "true"):
                return PASSED
        if data.get("column_wildcard"):
            excluded = first(data, "column_wildcard").get("excluded_column_names")
            if not is_known(excluded):
                return unknown("the columns that it leaves out are known only after apply")
            return PASSED if excluded else failed("it shows all rows and all columns")
        columns = data.get("column_names")
        if not is_known(columns):
            return unknown("the columns that it shows are known only after apply")
        return PASSED if columns else failed("it shows all rows and all columns")
