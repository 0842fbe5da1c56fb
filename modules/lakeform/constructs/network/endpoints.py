"""VPC endpoints: the way to AWS's services that doesn't leave AWS."""

from __future__ import annotations

from collections.abc import Sequence

from lakeform.aws.vpc import VpcEndpoint
from lakeform.constructs.network.endpoint_policies import endpoint_policy
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

CALLED_OTHERWISE_IN_CHINA = frozenset(
    {
        "athena",
        "dms",
        "ec2",
        "ecr.api",
        "ecr.dkr",
        "eks",
        "elasticfilesystem",
        "fsx",
        "kinesis-streams",
        "lambda",
        "monitoring",
        "redshift-data",
        "sagemaker.api",
        "sagemaker.runtime",
        "sqs",
        "states",
        "sts",
    }
)
"""Services whose interface endpoints begin with `cn.com.amazonaws` in both regions of China; all
others, and the gateways, begin as everywhere. No page of AWS lists them: these are the answers of
`aws ec2 describe-vpc-endpoint-services` that aws/aws-cdk keeps (issues 9864 and 25329)."""


def interface_service(names: Names, service: str) -> str:
    """What AWS calls the service of an interface endpoint in the lake's region."""
    otherwise = names.partition == "aws-cn" and service in CALLED_OTHERWISE_IN_CHINA
    return f"{'cn.' if otherwise else ''}com.amazonaws.{names.region}.{service}"


def gateway_endpoint(
    scope: Construct, service: str, names: Names, vpc_id: str, route_table_ids: Sequence[str]
) -> VpcEndpoint:
    """An endpoint that is an entry in route tables."""
    return VpcEndpoint(
        scope,
        f"{service}-endpoint",
        logical_id=logical_id(service),
        vpc_id=vpc_id,
        service_name=f"com.amazonaws.{names.region}.{service}",
        vpc_endpoint_type="Gateway",
        route_table_ids=route_table_ids,
        policy=endpoint_policy(service, names),
        tags={"Name": names.name(service)},
    )


def interface_endpoint(
    scope: Construct,
    service: str,
    names: Names,
    vpc_id: str,
    subnet_ids: Sequence[str],
    security_group_id: str,
) -> VpcEndpoint:
    """An endpoint that is a network interface in each subnet, under the service's own name."""
    return VpcEndpoint(
        scope,
        f"{service}-endpoint",
        logical_id=logical_id(service),
        vpc_id=vpc_id,
        service_name=interface_service(names, service),
        vpc_endpoint_type="Interface",
        subnet_ids=subnet_ids,
        security_group_ids=[security_group_id],
        private_dns_enabled=True,
        policy=endpoint_policy(service, names),
        tags={"Name": names.name(service)},
    )
