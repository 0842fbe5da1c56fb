"""Keys, network, roles, log groups, queues."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lakeform.local.checks.check import Check, Json, State, compare, document, name_of
from lakeform.local.embedded import EmbeddedAws


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    for applied in state.of("aws_kms_key"):
        yield _key(aws.client("kms", _region(applied.values, aws)), applied.values)
    ec2 = aws.client("ec2")
    for applied in state.of("aws_vpc"):
        yield _vpc(ec2, applied.values)
    for applied in state.of("aws_subnet"):
        yield _subnet(ec2, applied.values)
    for applied in state.of("aws_vpc_endpoint"):
        yield _endpoint(ec2, applied.values)
    for applied in state.of("aws_flow_log"):
        yield _flow_log(ec2, applied.values)
    iam = aws.client("iam")
    for applied in state.of("aws_iam_role"):
        yield _role(iam, applied.values)
    for applied in state.of("aws_iam_role_policy"):
        yield _role_policy(iam, applied.values)
    logs = aws.client("logs")
    for applied in state.of("aws_cloudwatch_log_group"):
        yield _log_group(logs, applied.values)
    sqs = aws.client("sqs")
    for applied in state.of("aws_sqs_queue"):
        yield _queue(sqs, applied.values)


def _region(values: Json, aws: EmbeddedAws) -> str:
    """The region in the resource's ARN: a stack may have providers for several."""
    region: str = values["arn"].split(":")[3]
    return region or aws.region


def _key(kms: Any, values: Json) -> Check:
    def look() -> object:
        key = kms.describe_key(KeyId=values["key_id"])["KeyMetadata"]
        rotation = kms.get_key_rotation_status(KeyId=values["key_id"])
        return {
            "state": key["KeyState"],
            "rotates every": rotation.get("RotationPeriodInDays", 0),
        }

    days = values["rotation_period_in_days"] if values["enable_key_rotation"] else 0
    expected = {"state": "Enabled", "rotates every": days}
    return compare(f"key {values['description'] or values['key_id']}", expected, look)


def _vpc(ec2: Any, values: Json) -> Check:
    def look() -> object:
        return ec2.describe_vpcs(VpcIds=[values["id"]])["Vpcs"][0]["CidrBlock"]

    return compare(f"VPC {values['id']}", values["cidr_block"], look)


def _subnet(ec2: Any, values: Json) -> Check:
    def look() -> object:
        found = ec2.describe_subnets(SubnetIds=[values["id"]])["Subnets"][0]
        return f"{found['CidrBlock']} in {found['AvailabilityZone']}"

    expected = f"{values['cidr_block']} in {values['availability_zone']}"
    return compare(f"subnet {name_of(values)}", expected, look)


def _endpoint(ec2: Any, values: Json) -> Check:
    def look() -> object:
        found = ec2.describe_vpc_endpoints(VpcEndpointIds=[values["id"]])["VpcEndpoints"][0]
        places = found.get("SubnetIds") or found.get("RouteTableIds") or ()
        policy = document(found["PolicyDocument"])
        return _Endpoint(found["State"], found["VpcEndpointType"], sorted(places), policy)

    places = values.get("subnet_ids") or values.get("route_table_ids") or ()
    expected = _Endpoint(
        "available", values["vpc_endpoint_type"], sorted(places), document(values["policy"])
    )
    return compare(f"endpoint {values['service_name'].rpartition('.')[2]}", expected, look)


class _Endpoint:
    """An endpoint that compares with its policy, and is shown without it."""

    def __init__(self, state: str, kind: str, places: list[str], policy: object) -> None:
        self._whole = (state.lower(), kind, places, policy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Endpoint) and self._whole == other._whole

    def __hash__(self) -> int:
        return hash(str(self._whole))

    def __str__(self) -> str:
        state, kind, places, _ = self._whole
        where = "subnets" if kind == "Interface" else "route tables"
        return f"{state}, {kind}, {len(places)} {where}"


def _flow_log(ec2: Any, values: Json) -> Check:
    def look() -> object:
        found = ec2.describe_flow_logs(FlowLogIds=[values["id"]])["FlowLogs"][0]
        return f"{found['TrafficType']} to {found['LogDestinationType']}"

    expected = f"{values['traffic_type']} to {values['log_destination_type']}"
    return compare(f"flow log {values['id']}", expected, look)


def _role(iam: Any, values: Json) -> Check:
    def look() -> object:
        found = iam.get_role(RoleName=values["name"])["Role"]["AssumeRolePolicyDocument"]
        return _trusted(json.dumps(found))

    return compare(f"role {values['name']}", _trusted(values["assume_role_policy"]), look)


def _trusted(policy: str) -> list[str]:
    """The principals that a trust policy names."""
    statements = json.loads(policy)["Statement"]
    names: set[str] = set()
    for statement in statements if isinstance(statements, list) else [statements]:
        for value in statement["Principal"].values():
            names.update(value if isinstance(value, list) else [value])
    return ["trusts", *sorted(names)]


def _role_policy(iam: Any, values: Json) -> Check:
    def look() -> object:
        found = iam.get_role_policy(RoleName=values["role"], PolicyName=values["name"])
        there = found["PolicyDocument"]
        text = unquote(there) if isinstance(there, str) else json.dumps(there)
        return "as applied" if document(text) == document(values["policy"]) else "another text"

    return compare(f"role {values['role']}: policy {values['name']}", "as applied", look)


def _log_group(logs: Any, values: Json) -> Check:
    def look() -> object:
        found = logs.describe_log_groups(logGroupNamePrefix=values["name"])["logGroups"]
        group = {each["logGroupName"]: each for each in found}[values["name"]]
        return {"days": group.get("retentionInDays", 0), "key": group.get("kmsKeyId")}

    expected = {"days": values["retention_in_days"], "key": values["kms_key_id"] or None}
    return compare(f"log group {values['name']}", expected, look)


def _queue(sqs: Any, values: Json) -> Check:
    def look() -> object:
        url = sqs.get_queue_url(QueueName=values["name"])["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {"arn": found["QueueArn"], "key": found.get("KmsMasterKeyId")}

    expected = {"arn": values["arn"], "key": values["kms_master_key_id"] or None}
    return compare(f"queue {values['name']}", expected, look)
