"""Tags of a new Kinesis stream: kinesis:CreateStream.

moto drops them, so Terraform adds them in a second apply.
"""

from __future__ import annotations

from typing import Any

from moto.kinesis.responses import KinesisResponse

from lakeform.local.gaps.gap import Gap, add_calls


def apply() -> None:
    create = KinesisResponse.create_stream

    def create_stream(self: KinesisResponse) -> Any:
        answer = create(self)
        name = self._get_param("StreamName")
        self.kinesis_backend.streams[name].tags.update(self._get_param("Tags") or {})
        return answer

    add_calls(KinesisResponse, {"create_stream": create_stream})


GAP = Gap(
    name="Tags of Kinesis streams",
    resources=("aws_kinesis_stream",),
    corrected=("kinesis:CreateStream",),
    apply=apply,
)
