"""The record of the VPC's traffic."""

from __future__ import annotations

from lakeform.aws.base import inside
from lakeform.aws.logs import CloudwatchLogGroup
from lakeform.aws.vpc import FlowLog
from lakeform.config import network as config
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import (
    from_this_account,
    service_role,
    service_trust,
    statement,
)
from lakeform.constructs.storage import LogBucket
from lakeform.engine import Construct
from lakeform.naming import Names


class FlowLogs(Construct):
    """Records of the VPC's traffic, in an encrypted log group or in the log bucket."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        names: Names,
        section: config.FlowLogs,
        *,
        vpc_id: str,
        encryption: Encryption,
        log_bucket: LogBucket | None,
    ) -> None:
        super().__init__(scope, id)
        if section.destination == "s3":
            if log_bucket is None:
                raise ValueError("flow logs go to S3, but there is no log bucket")
            # No prefix: the service puts all records below AWSLogs/ACCOUNT/vpcflowlogs/.
            FlowLog(
                self,
                "flow-log",
                logical_id="network",
                vpc_id=vpc_id,
                traffic_type=section.traffic,
                log_destination_type="s3",
                log_destination=log_bucket.arn,
                tags={"Name": names.name("flow-logs")},
                depends_on=[log_bucket.ready],
            )
            return
        group_name = f"/aws/vpc-flow-logs/{names.prefix}"
        group_arn = names.arn("logs", f"log-group:{group_name}")
        encryption.general.allow_logs(group_arn)
        group = CloudwatchLogGroup(
            self,
            "log-group",
            logical_id="flow_logs",
            name=group_name,
            retention_in_days=section.retention_days,
            kms_key_id=encryption.general.arn,
        )
        role = service_role(
            self,
            "flow_logs",
            names,
            name=["flow-logs"],
            description="Writes the VPC's flow logs",
            trust=[
                service_trust(
                    "vpc-flow-logs.amazonaws.com",
                    from_this_account(names, names.arn("ec2", "vpc-flow-log/*")),
                )
            ],
            statements=[
                statement(
                    "WriteRecords",
                    "Allow",
                    [
                        "logs:CreateLogStream",
                        "logs:DescribeLogGroups",
                        "logs:DescribeLogStreams",
                        "logs:PutLogEvents",
                    ],
                    [group_arn, f"{group_arn}:*"],
                )
            ],
        )
        FlowLog(
            self,
            "flow-log",
            logical_id="network",
            vpc_id=vpc_id,
            traffic_type=section.traffic,
            log_destination_type="cloud-watch-logs",
            log_destination=inside(group, "arn"),
            iam_role_arn=inside(role.role, "arn"),
            tags={"Name": names.name("flow-logs")},
            depends_on=[role.policy],
        )
