from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, failed
from lakeform.gate.judging import at_most
from lakeform.plan import Mark, Resource


class AthenaScan(Policy):
    """Every workgroup says how much one query may read, no more than the settings allow.

    Athena is paid by what it reads. Without a limit, one `SELECT *` without a partition reads the
    whole table.
    """

    id = "LAKE_COST_7"
    title = "Athena workgroups limit what a query reads"
    severity = Severity.MEDIUM
    types = ("aws_athena_workgroup",)
    controls = controls.COST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        size = resource.get("configuration", 0, "bytes_scanned_cutoff_per_query")
        if size is None:
            return failed("a query may read any amount")
        limit = case.settings.max_athena_scan_gib
        gib = size if isinstance(size, Mark) else size / 2**30
        return at_most(gib, limit, "GiB", subject="what a query may read")
