from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.accounts import Whose, account_of, whose
from lakeform.gate.facts.values import name
from lakeform.plan import Resource


class SharesWithTrustedAccountsOnly(Policy):
    """Data is shared only with accounts that the settings trust.

    Judges grants of Lake Formation to accounts, organisations and foreign roles, and the principals
    of AWS RAM shares. An organisation is trusted by its ARN. A role of another account is told from
    an own one by the accounts in the settings, or those that the plan shows.
    """

    id = "LAKE_LF_11"
    title = "Data is shared with trusted accounts only"
    severity = Severity.HIGH
    types = ("aws_lakeformation_permissions", "aws_ram_principal_association")
    controls = controls.SHARING
    fix = "governance: {shares: {}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        principal = name(resource.get("principal"))
        if principal is None:
            roles = case.plan.targets(resource, "principal", "aws_iam_role", "aws_iam_user")
            return PASSED if roles else unknown("its principal is known only after apply")
        match whose(principal, case):
            case Whose.OWN | Whose.TRUSTED:
                return PASSED
            case Whose.FOREIGN:
                return failed(f"{principal} isn't among the trusted accounts")
            case Whose.UNKNOWN if account_of(principal) == principal:
                return failed(f"{principal} isn't among the trusted accounts")
            case _:
                return unknown(f"the plan doesn't say whether {principal} is of the own account")
