from __future__ import annotations

import pytest

from lakeform.errors import InputError
from lakeform.produce.target import Target, parse_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("kinesis:clicks", Target("kinesis", "clicks")),
        ("firehose:clicks_to.raw-1", Target("firehose", "clicks_to.raw-1")),
        (
            "kafka:b-1.x.amazonaws.com:9098,b-2:9098/web.clicks",
            Target("kafka", "web.clicks", ("b-1.x.amazonaws.com:9098", "b-2:9098")),
        ),
    ],
)
def test_a_target_is_read(text: str, target: Target) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clicks", "`clicks` is no target"),
        ("sqs:clicks", "`sqs:clicks` is no target"),
        ("kinesis:", "`` can't be the name of a stream"),
        ("kinesis:a b", "`a b` can't be the name of a stream"),
        ("firehose:" + "x" * 65, "can't be the name of a stream"),
        ("kafka:b-1/clicks", "`b-1` isn't a broker's HOST:PORT"),
        ("kafka:/clicks", "`` isn't a broker's HOST:PORT"),
        ("kafka:b-1:9098", "`kafka:b-1:9098` names no topic"),
        ("kafka:b-1:9098/a/b", "`a/b` can't be the name of a topic"),
    ],
)
def test_what_is_no_target_is_said(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_target(text)
    assert message in raised.value.message
    assert raised.value.hint == "write kinesis:NAME, firehose:NAME or kafka:HOST:PORT,…/TOPIC"
