"""VPC flow logs in S3: ec2:CreateFlowLogs, DescribeFlowLogs.

moto takes ``bucket/prefix/`` for a bucket's name, and drops the destination's options (file format,
partitions).
"""

from __future__ import annotations

from typing import Any

from moto.ec2.exceptions import FlowLogAlreadyExists
from moto.ec2.models.flow_logs import FlowLogs, FlowLogsBackend
from moto.ec2.responses.flow_logs import FlowLogs as FlowLogsResponse

from lakeform.local.gaps.gap import Gap, add_calls

_OPTIONS = {
    "FileFormat": "plain-text",
    "HiveCompatiblePartitions": False,
    "PerHourPartition": False,
}


def apply() -> None:
    create_in_backend = FlowLogsBackend.create_flow_logs
    create = FlowLogsResponse.create_flow_logs

    def with_prefix(
        self: FlowLogsBackend,
        *args: Any,
        log_destination: str,
        log_destination_type: str,
        **others: Any,
    ) -> tuple[list[FlowLogs], list[Any]]:
        bucket = log_destination
        if log_destination_type == "s3":
            bucket = log_destination.partition("/")[0]
            for known in self.flow_logs.values():
                same = (known.resource_id, known.log_destination)
                if same in [(each, log_destination) for each in others["resource_ids"]]:
                    raise FlowLogAlreadyExists()
        made, failed = create_in_backend(
            self,
            *args,
            log_destination=bucket,
            log_destination_type=log_destination_type,
            **others,
        )
        for flow_log in made:
            flow_log.log_destination = log_destination
        return made, failed

    def create_flow_logs(self: FlowLogsResponse) -> Any:
        before = set(self.ec2_backend.flow_logs)
        answer = create(self)
        given = self._get_param("DestinationOptions")
        for identifier, flow_log in self.ec2_backend.flow_logs.items():
            if identifier not in before and given:
                flow_log.destination_options = {**_OPTIONS, **given}
        return answer

    FlowLogsBackend.create_flow_logs = with_prefix  # type: ignore[assignment,method-assign]
    FlowLogs.destination_options = None  # type: ignore[attr-defined]
    add_calls(FlowLogsResponse, {"create_flow_logs": create_flow_logs})


GAP = Gap(
    name="VPC flow logs in S3",
    resources=("aws_flow_log",),
    corrected=("ec2:CreateFlowLogs", "ec2:DescribeFlowLogs"),
    apply=apply,
)
