from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_known, is_left_out, name, names
from lakeform.plan import Resource


class NoAdministratorPolicies(Policy):
    """AWS's policies for administrators aren't attached.

    `AdministratorAccess`, `PowerUserAccess` and `IAMFullAccess` open the lake whatever Lake
    Formation grants. Whoever needs them comes from the account's own administration, not from the
    lake's configuration.
    """

    id = "LAKE_IAM_10"
    title = "AWS's administrator policies aren't attached"
    severity = Severity.HIGH
    types = (
        "aws_iam_group_policy_attachment",
        "aws_iam_group_policy_attachments_exclusive",
        "aws_iam_policy_attachment",
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "aws_iam_role_policy_attachments_exclusive",
        "aws_iam_user_policy_attachment",
        "aws_iam_user_policy_attachments_exclusive",
        "aws_ssoadmin_managed_policy_attachment",
    )
    controls = controls.combined(controls.LEAST_PRIVILEGE, {"cis-aws": ("1.16",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        attribute = _ATTRIBUTES.get(resource.type, "policy_arn")
        value = resource.get(attribute)
        for arn in [name(value), *names(value)]:
            _, _, title = (arn or "").partition(":iam::aws:policy/")
            if title in _ADMINISTRATORS:
                return failed(f"it has {title}")
        if is_known(value) or (
            resource.type == "aws_iam_role" and is_left_out(resource, attribute)
        ):
            return PASSED
        if case.plan.targets(resource, attribute, "aws_iam_policy"):
            return PASSED
        return unknown("the policy that it has is known only after apply")


_ATTRIBUTES = {
    "aws_iam_group_policy_attachments_exclusive": "policy_arns",
    "aws_iam_role_policy_attachments_exclusive": "policy_arns",
    "aws_iam_user_policy_attachments_exclusive": "policy_arns",
    "aws_iam_role": "managed_policy_arns",
    "aws_ssoadmin_managed_policy_attachment": "managed_policy_arn",
}
_ADMINISTRATORS = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
