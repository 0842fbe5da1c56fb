"""`streams.alarms`: when streams lag, are throttled or fail, and who is told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from lakeform.config.base import Email, Int, Section, pattern

TopicArn = Annotated[
    str,
    AfterValidator(
        pattern(
            r"arn:aws(?:-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[\w-]{1,256}",
            "isn't the ARN of an SNS topic",
            "for example arn:aws:sns:us-east-1:111111111111:on-call",
        )
    ),
]


class StreamAlarms(Section):
    """When an alarm goes off, and who is told."""

    topic: TopicArn | None = None
    """An SNS topic that exists; left out, one is made, encrypted with the lake's general key."""
    emails: tuple[Email, ...] = ()
    """Addresses that the new topic writes to; each must confirm a message that AWS sends."""
    iterator_age_minutes: Annotated[Int, Field(ge=1, le=10_080)] = 30
    """Age of the oldest record of a Kinesis stream that a consumer hasn't read."""
    delivery_delay_minutes: Annotated[Int, Field(ge=1, le=10_080)] = 30
    """Age of the oldest record that a Firehose hasn't delivered."""
    consumer_lag_minutes: Annotated[Int, Field(ge=1, le=10_080)] = 30
    """How far a consumer group of a topic's `groups` lags behind."""
    disk_used_percent: Annotated[Int, Field(ge=1, le=99)] = 85
    """How full a disk of a Kafka broker is."""
