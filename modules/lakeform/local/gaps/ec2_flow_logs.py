"""VPC flow logs in S3: ec2:CreateFlowLogs, DescribeFlowLogs.

moto takes ``bucket/prefix/`` for a bucket's name, and drops the destination's options (file format,
partitions).
"""

from __future__ import annotations

from typing import Any

from moto.ec2.exceptions import FlowLogAlreadyExists
from moto.ec2.models.flow_logs import FlowLogs, FlowLogsBackend
from moto.ec2.responses.flow_logs import FlowLogs as FlowLogsResponse

from lakeform.local.gaps.gap import Gap, add_calls, replace

_OPTIONS = {
    "FileFormat": "plain-text",
    "HiveCompatiblePartitions": False,
    "PerHourPartition": False,
}


def apply() -> None:
    create_in_backend = FlowLogsBackend.create_flow_logs
    create = FlowLogsResponse.create_flow_logs

    def with_prefix(self: FlowLogsBackend, **given: Any) -> tuple[list[FlowLogs], list[Any]]:
        destination = given["log_destination"]
        if given["log_destination_type"] == "s3":
            given["log_destination"] = destination.partition("/")[0]
            wanted = [(each, destination) for each in given["resource_ids"]]
            for known in self.flow_logs.values():
                if (known.resource_id, known.log_destination) in wanted:
                    raise FlowLogAlreadyExists()
        made, failed = create_in_backend(self, **given)
        for flow_log in made:
            flow_log.log_destination = destination
        return made, failed

    def create_flow_logs(self: FlowLogsResponse) -> Any:
        before = set(self.ec2_backend.flow_logs)
        answer = create(self)
        given = self._get_param("DestinationOptions")
        for identifier, flow_log in self.ec2_backend.flow_logs.items():
            if identifier not in before and given:
                vars(flow_log)["destination_options"] = {**_OPTIONS, **given}
        return answer

    replace(FlowLogsBackend, create_flow_logs=with_prefix)
    replace(FlowLogs, destination_options=None)
    add_calls(FlowLogsResponse, {"create_flow_logs": create_flow_logs})


GAP = Gap(
    name="VPC flow logs in S3",
    resources=("aws_flow_log",),
    corrected=("ec2:CreateFlowLogs", "ec2:DescribeFlowLogs"),
    apply=apply,
)
