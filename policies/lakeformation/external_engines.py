from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.accounts import Whose, whose
from lakeform.gate.facts.values import is_known, is_left_out, names
from lakeform.plan import Mark, Resource


class ExternalEnginesAreListed(Policy):
    """Query engines outside AWS filter data for listed, trusted accounts only.

    `allow_full_table_external_data_access` hands such an engine credentials for whole tables, past
    row and column filters. `allow_external_data_filtering` leaves the filtering to the engine; then
    the accounts that may are to be listed.
    """

    id = "LAKE_LF_17"
    title = "External engines get data through listed accounts only"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_data_lake_settings",)
    controls = controls.SHARING
    fix = "governance: {external_filtering: {whole_tables: false, ...}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        whole = resource.get("allow_full_table_external_data_access")
        filtering = resource.get("allow_external_data_filtering")
        if whole is True:
            return failed("external engines get whole tables, past row and column filters")
        if isinstance(whole, Mark) or isinstance(filtering, Mark):
            return unknown("what external engines may do is known only after apply")
        if filtering is not True:
            return PASSED
        listed = resource.get("external_data_filtering_allow_list")
        if is_left_out(resource, "external_data_filtering_allow_list") or listed == []:
            return failed("external engines may filter, and no account is listed")
        if not is_known(listed):
            return unknown("the accounts that may filter are known only after apply")
        for account in names(listed):
            if whose(account, case) in (Whose.FOREIGN, Whose.UNKNOWN):
                return failed(f"account {account} filters data, and isn't trusted")
        return PASSED
