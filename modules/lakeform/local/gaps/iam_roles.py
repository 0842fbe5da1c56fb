"""Looking for IAM roles while others are made: iam:GetRole and every call that names a role.

moto goes through its roles one by one, and fails when a request beside makes or deletes one; here
it goes through a copy. Terraform makes dozens of roles at once.
"""

from __future__ import annotations

from moto.iam.models import IAMBackend, Role

from lakeform.local.gaps.gap import Gap, replace


def get_roles(self: IAMBackend) -> list[Role]:
    return list(self.roles.values())


def apply() -> None:
    replace(IAMBackend, get_roles=get_roles)


GAP = Gap(
    name="IAM roles side by side",
    resources=("aws_iam_role", "aws_iam_role_policy"),
    corrected=("iam:GetRole", "iam:PutRolePolicy", "iam:CreateRole"),
    apply=apply,
)
