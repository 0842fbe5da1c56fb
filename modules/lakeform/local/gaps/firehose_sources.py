"""Firehoses that read a topic of MSK: firehose:CreateDeliveryStream, DescribeDeliveryStream.

moto drops the source. Nothing arrives from it: no broker listens.
"""

from __future__ import annotations

from typing import Any

from moto.firehose.models import FirehoseBackend
from moto.firehose.responses import FirehoseResponse

from lakeform.local.gaps.gap import Gap, add_calls, replace, state_of


def _sources(backend: FirehoseBackend) -> dict[str, dict[str, Any]]:
    """Delivery stream → what it was created with."""
    return state_of(backend, dict, "msk_sources")


def apply() -> None:
    create = FirehoseResponse.create_delivery_stream
    describe = FirehoseBackend.describe_delivery_stream
    delete = FirehoseBackend.delete_delivery_stream

    def create_delivery_stream(self: FirehoseResponse) -> Any:
        answer = create(self)
        source = self._get_param("MSKSourceConfiguration")
        if source:
            _sources(self.firehose_backend)[self._get_param("DeliveryStreamName")] = source
        return answer

    def describe_delivery_stream(self: FirehoseBackend, delivery_stream_name: str) -> Any:
        answer = describe(self, delivery_stream_name)
        source = _sources(self).get(delivery_stream_name)
        if source is not None:
            description = answer["DeliveryStreamDescription"]
            description["Source"] = {"MSKSourceDescription": source}
        return answer

    def delete_delivery_stream(self: FirehoseBackend, delivery_stream_name: str) -> None:
        delete(self, delivery_stream_name)
        _sources(self).pop(delivery_stream_name, None)

    add_calls(FirehoseResponse, {"create_delivery_stream": create_delivery_stream})
    replace(
        FirehoseBackend,
        describe_delivery_stream=describe_delivery_stream,
        delete_delivery_stream=delete_delivery_stream,
    )


GAP = Gap(
    name="Firehoses that read MSK",
    resources=("aws_kinesis_firehose_delivery_stream",),
    corrected=("firehose:CreateDeliveryStream", "firehose:DescribeDeliveryStream"),
    apply=apply,
)
