"""Who may reach what through a VPC endpoint: a boundary, which by itself grants nothing.

Through each endpoint this account's principals reach this account's resources, and AWS's services
act on its behalf. So neither foreign credentials inside the VPC nor a foreign bucket can be used to
carry data out. The exceptions are resources that AWS itself or a partner owns and that work needs:
packages, container images, machine images, shared catalogues. The pattern is the data perimeter of
AWS's documentation ("Establishing a data perimeter on AWS", VPC endpoint policies).
"""

from __future__ import annotations

from lakeform.constructs.iam import ANYBODY, Statement, policy_document, statement
from lakeform.naming import Names

_IAM_PREFIXES = {
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "kinesis-firehose": "firehose",
    "kinesis-streams": "kinesis",
    "monitoring": "cloudwatch",
    "sagemaker.api": "sagemaker",
    "sagemaker.runtime": "sagemaker",
}
"""Endpoint → prefix of its service's actions, where the two differ."""

_OTHER_OWNERS = frozenset(
    {"athena", "ec2", "ecr.api", "ecr.dkr", "glue", "lakeformation", "sagemaker.api", "ssm"}
)
"""Services with resources that AWS or a partner owns: machine and container images, public
parameters, model packages, tables that another account shares."""

_AWS_OWNED_BUCKETS = (
    "al2023-{region}",
    "al2023-repos-{region}-de612dc2",
    "amazoncloudwatch-agent-{region}",
    "amazonlinux-2-repos-{region}",
    "amazonlinux.{region}.amazonaws.com",
    "aws-glue-studio-transforms-*-prod-{region}",
    "aws-ssm-{region}",
    "jumpstart-cache-prod-{region}",
    "packages.{region}.amazonaws.com",
    "prod-{region}-starport-layer-bucket",
    "repo.{region}.amazonaws.com",
    "repo.{region}.emr.amazonaws.com",
)
"""AWS's own buckets that EC2, ECR, EMR, Glue and SageMaker read from inside a VPC, partly without
credentials (AWS's documentation of each: "Minimum Amazon S3 bucket permissions")."""


def endpoint_policy(service: str, names: Names) -> str:
    """The policy of the endpoint of a service.

    Args:
        service: the last part of the endpoint's service name: `s3`, `kinesis-streams`, `ecr.api`.
    """
    statements = [_own_principals(service, names), _services(service)]
    if service == "s3":
        statements.append(_aws_owned_buckets(names))
    if service == "sts":
        statements.append(_federated_users(names))
    return policy_document(*statements)


def _actions(service: str) -> str:
    return f"{_IAM_PREFIXES.get(service, service)}:*"


def _own_principals(service: str, names: Names) -> Statement:
    keys = {"aws:PrincipalAccount": names.account}
    if service not in _OTHER_OWNERS:
        keys["aws:ResourceAccount"] = names.account
    return statement(
        "PrincipalsOfThisAccount", "Allow", _actions(service), "*", ANYBODY, {"StringEquals": keys}
    )


def _services(service: str) -> Statement:
    return statement(
        "ServicesOfAws",
        "Allow",
        _actions(service),
        "*",
        ANYBODY,
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
    )


def _aws_owned_buckets(names: Names) -> Statement:
    buckets = (bucket.format(region=names.region) for bucket in _AWS_OWNED_BUCKETS)
    return statement(
        "BucketsOfAws",
        "Allow",
        "s3:GetObject",
        [f"{names.bucket_arn(bucket)}/*" for bucket in buckets],
        ANYBODY,
    )


def _federated_users(names: Names) -> Statement:
    """Whoever assumes a role with a web identity or SAML isn't a principal of an account yet."""
    return statement(
        "FederatedUsersOfThisAccount",
        "Allow",
        ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
        "*",
        ANYBODY,
        {"StringEquals": {"aws:ResourceAccount": names.account}},
    )
