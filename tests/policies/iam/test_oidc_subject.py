from typing import Any

import pytest

from mutation import Mutation
from plan_parts import role, trust
from plans import planned, verdicts

GITHUB = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
MUTATION = Mutation(
    "aws_iam_role.ci",
    ("assume_role_policy",),
    trust(
        Principal={"Federated": GITHUB},
        Condition={
            "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
        },
    ).replace("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"),
    plan="full",
)
ADDRESS = "aws_iam_role.analyst"
CLAIM = "token.actions.githubusercontent.com"


def trusting(provider: str = GITHUB, **condition: object) -> dict[str, Any]:
    text = trust(Principal={"Federated": provider}, Condition=condition)
    return role(assume_role_policy=text.replace("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"))


@pytest.mark.parametrize(
    "subject", ["repo:acme/lake:ref:refs/heads/main", "repo:acme/lake:*", "repo:acme/*"]
)
def test_a_subject_passes(subject: str) -> None:
    named = trusting(StringLike={f"{CLAIM}:sub": subject})
    assert verdicts("LAKE_IAM_6", named) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"StringEquals": {f"{CLAIM}:aud": "sts.amazonaws.com"}},
        {"StringLike": {f"{CLAIM}:sub": "*"}},
        {"StringLike": {f"{CLAIM}:sub": ["repo:acme/lake:*", "repo:*"]}},
        {"ForAllValues:StringLike": {f"{CLAIM}:sub": "repo:acme/lake:*"}},
    ],
)
def test_any_token_fails(condition: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_6", trusting(**condition)) == {ADDRESS: "failed"}


def test_saml_and_pools_of_ones_own_pass() -> None:
    saml = role(
        assume_role_policy=trust(
            Principal={"Federated": "arn:aws:iam::111111111111:saml-provider/okta"}
        )
    )
    assert verdicts("LAKE_IAM_6", saml) == {ADDRESS: "passed"}
    cognito = "cognito-identity.amazonaws.com"
    pool = trusting(cognito, StringEquals={f"{cognito}:aud": "us-east-1:pool"})
    assert verdicts("LAKE_IAM_6", pool) == {ADDRESS: "passed"}


def test_trust_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, {"name": "a"}, unknown={"assume_role_policy": True})
    assert verdicts("LAKE_IAM_6", later) == {ADDRESS: "unknown"}
