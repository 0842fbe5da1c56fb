"""Kinesis data streams and their consumers with enhanced fan-out."""

from __future__ import annotations

from lakeform.aws.kinesis import (
    KinesisStream,
    KinesisStreamConsumer,
    KinesisStreamStreamModeDetails,
)
from lakeform.config import Lake
from lakeform.config.streams import kinesis as config
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming.names import kinesis_name


class KinesisStreams(Construct):
    """All Kinesis streams.

    Attributes:
        streams: name → stream.
    """

    def __init__(
        self, scope: Construct, id: str, lake: Lake, names: Names, *, encryption: Encryption
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._encryption = encryption
        self.streams = {
            name: self._stream(name, section)
            for name, section in sorted(lake.streams.kinesis.items())
        }

    def _stream(self, name: str, section: config.KinesisStream) -> KinesisStream:
        stream = KinesisStream(
            self,
            f"{name}-stream",
            logical_id=logical_id(name),
            name=kinesis_name(self._names, name),
            stream_mode_details=KinesisStreamStreamModeDetails(
                stream_mode="ON_DEMAND" if section.on_demand else "PROVISIONED"
            ),
            shard_count=None if section.on_demand else section.shards,
            retention_period=section.retention_hours,
            shard_level_metrics=section.shard_metrics or None,
            encryption_type="KMS",
            kms_key_id=self._encryption.general.arn,
            # A consumer that somebody registered keeps a stream from going where that's wanted.
            enforce_consumer_deletion=not self._lake.environment.protect,
            lifecycle=protection(self._lake),
        )
        for consumer in section.fan_out:
            KinesisStreamConsumer(
                self,
                f"{name}__{consumer}-consumer",
                logical_id=logical_id(name, consumer),
                name=self._names.name(name, consumer),
                stream_arn=stream.arn,
            )
        return stream
