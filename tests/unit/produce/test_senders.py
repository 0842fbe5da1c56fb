"""The senders, against botocore's own model of the services and kafka-python's own classes."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import kafka
import pytest
from botocore.stub import Stubber
from kafka.errors import KafkaTimeoutError, TopicAuthorizationFailedError
from kafka.producer.future import FutureProduceResult, FutureRecordMetadata
from kafka.structs import TopicPartition

from lakeform.errors import InputError, ToolError, ToolMissing
from lakeform.produce import Record, Target
from lakeform.produce.senders import KafkaLogin, Refused, open_sender
from lakeform.produce.senders.firehose import FirehoseSender
from lakeform.produce.senders.kafka import KafkaSender
from lakeform.produce.senders.kinesis import KinesisSender
from support import ROOT

ONE, TWO = Record(1, "k1", '{"a":"ä"}'), Record(2, "k2", "{}")
BUSY = "ProvisionedThroughputExceededException"


@pytest.fixture(autouse=True)
def _no_aws_of_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


@pytest.fixture
def kinesis() -> Iterator[tuple[KinesisSender, Stubber]]:
    sender = KinesisSender("clicks", "eu-west-1")
    with Stubber(sender._client) as stub:
        yield sender, stub
        stub.assert_no_pending_responses()
    sender.close()


@pytest.fixture
def firehose() -> Iterator[tuple[FirehoseSender, Stubber]]:
    sender = FirehoseSender("to-raw", "eu-west-1")
    with Stubber(sender._client) as stub:
        yield sender, stub
        stub.assert_no_pending_responses()
    sender.close()


def test_kinesis_gets_lines_and_keys(kinesis: tuple[KinesisSender, Stubber]) -> None:
    sender, stub = kinesis
    request = {
        "StreamName": "clicks",
        "Records": [
            {"Data": '{"a":"ä"}\n'.encode(), "PartitionKey": "k1"},
            {"Data": b"{}\n", "PartitionKey": "k2"},
        ],
    }
    taken = {"SequenceNumber": "1", "ShardId": "shardId-0"}
    stub.add_response("put_records", {"Records": [taken, taken]}, request)
    assert sender.send([ONE, TWO]) == []
    assert sender.size(ONE) == len('{"a":"ä"}\n'.encode()) + 2


@pytest.mark.parametrize("sender", [KinesisSender, FirehoseSender])
def test_a_delivery_may_end_the_lines_itself(sender: type[KinesisSender | FirehoseSender]) -> None:
    ended, bare = sender("x", "eu-west-1"), sender("x", "eu-west-1", lines=False)
    assert ended.size(TWO) == bare.size(TWO) + 1
    operation = "put_records" if sender is KinesisSender else "put_record_batch"
    with Stubber(bare._client) as stub:
        stub.add_client_error(
            operation,
            "ServiceUnavailableException",
            expected_params={
                "put_records": {
                    "StreamName": "x",
                    "Records": [{"Data": b"{}", "PartitionKey": "k2"}],
                },
                "put_record_batch": {"DeliveryStreamName": "x", "Records": [{"Data": b"{}"}]},
            }[operation],
        )
        assert bare.send([TWO]) == [Refused(TWO, "ServiceUnavailableException")]


def test_kinesis_refuses_single_records(kinesis: tuple[KinesisSender, Stubber]) -> None:
    sender, stub = kinesis
    results = [
        {"SequenceNumber": "1", "ShardId": "shardId-0"},
        {"ErrorCode": BUSY, "ErrorMessage": "Rate exceeded for shard"},
    ]
    stub.add_response("put_records", {"FailedRecordCount": 1, "Records": results})
    assert sender.send([ONE, TWO]) == [Refused(TWO, BUSY)]


@pytest.mark.parametrize("code", [BUSY, "KMSThrottlingException", "InternalFailure"])
def test_kinesis_refuses_a_whole_request(kinesis: tuple[KinesisSender, Stubber], code: str) -> None:
    sender, stub = kinesis
    stub.add_client_error("put_records", code)
    assert sender.send([ONE, TWO]) == [Refused(ONE, code), Refused(TWO, code)]


def test_kinesis_has_no_such_stream(kinesis: tuple[KinesisSender, Stubber]) -> None:
    sender, stub = kinesis
    stub.add_client_error("put_records", "ResourceNotFoundException", "no")
    with pytest.raises(InputError, match="there is no Kinesis stream clicks"):
        sender.send([ONE])


def test_kinesis_denies(kinesis: tuple[KinesisSender, Stubber]) -> None:
    sender, stub = kinesis
    stub.add_client_error("put_records", "AccessDeniedException", "you may not")
    said = r"Kinesis stream clicks: you may not \(AccessDeniedException\)"
    with pytest.raises(ToolError, match=said):
        sender.send([ONE])


def test_firehose_refuses_some(firehose: tuple[FirehoseSender, Stubber]) -> None:
    sender, stub = firehose
    request = {"DeliveryStreamName": "to-raw", "Records": [{"Data": b"{}\n"}] * 2}
    results = [{"ErrorCode": "ServiceUnavailableException"}, {"RecordId": "1"}]
    stub.add_response(
        "put_record_batch", {"FailedPutCount": 1, "RequestResponses": results}, request
    )
    stub.add_response(
        "put_record_batch",
        {"FailedPutCount": 0, "RequestResponses": [{"RecordId": "1"}]},
    )
    first = Record(1, "k", "{}")
    assert sender.send([first, TWO]) == [Refused(first, "ServiceUnavailableException")]
    assert sender.send([first]) == []


def test_firehose_refuses_all_or_is_missing(firehose: tuple[FirehoseSender, Stubber]) -> None:
    sender, stub = firehose
    stub.add_client_error("put_record_batch", "ServiceUnavailableException")
    stub.add_client_error("put_record_batch", "ResourceNotFoundException")
    assert sender.send([ONE]) == [Refused(ONE, "ServiceUnavailableException")]
    with pytest.raises(InputError, match="there is no Firehose stream to-raw"):
        sender.send([ONE])


@pytest.mark.parametrize(
    ("sender", "operation", "shape"),
    [
        (KinesisSender, "PutRecords", "PutRecordsRequestEntryList"),
        (FirehoseSender, "PutRecordBatch", "PutRecordBatchRequestEntryList"),
    ],
)
def test_the_limits_are_those_of_the_services_model(
    sender: type[KinesisSender | FirehoseSender], operation: str, shape: str
) -> None:
    model = sender("x", "eu-west-1")._client.meta.service_model
    assert operation in model.operation_names
    assert sender.limits.records == model.shape_for(shape).metadata["max"]
    assert sender.limits.record_bytes == model.shape_for("Data").metadata["max"]


@pytest.mark.parametrize("target", ["kinesis", "firehose"])
def test_a_missing_region_is_said(target: Any) -> None:
    with pytest.raises(ToolError, match="You must specify a region") as raised:
        open_sender(Target(target, "x"), None, KafkaLogin())
    assert "AWS_REGION" in str(raised.value.hint)


class Producer:
    """kafka-python's producer as far as the sender uses it; `answers` are its records' fates."""

    made: dict[str, Any]
    answers: list[Exception | None]
    sent: list[tuple[str, bytes, bytes]]
    closed = False

    def __init__(self, **configs: Any) -> None:
        type(self).made = configs

    def send(
        self, topic: str, value: bytes | None = None, key: bytes | None = None
    ) -> FutureRecordMetadata:
        assert value is not None
        assert key is not None
        self.sent.append((topic, value, key))
        answer = self.answers.pop(0) if self.answers else None
        place = TopicPartition(topic, 0)
        result = FutureProduceResult(place)
        future = FutureRecordMetadata(result, 0, None, None, -1, -1, -1)
        if answer is None:
            result.success((0, None, None))
        else:
            result.failure(answer)
        return future

    def flush(self, timeout: float | None = None) -> None:
        assert timeout

    def close(self, timeout: float | None = None) -> None:
        assert timeout
        type(self).closed = True


@pytest.fixture
def producer(monkeypatch: pytest.MonkeyPatch) -> type[Producer]:
    Producer.answers, Producer.sent, Producer.closed = [], [], False
    monkeypatch.setattr(kafka, "KafkaProducer", Producer)
    return Producer


def opened(broker: str, login: KafkaLogin | None = None) -> KafkaSender:
    return KafkaSender((broker,), "clicks", "eu-west-1", login or KafkaLogin())


@pytest.mark.parametrize("method", ["send", "flush", "close"])
def test_the_stand_in_has_the_clients_interface(method: str) -> None:
    own = inspect.signature(getattr(Producer, method)).parameters
    theirs = inspect.signature(getattr(kafka.KafkaProducer, method)).parameters
    assert list(own) == [name for name in theirs if name in own]


def test_kafka_gets_values_and_keys(producer: type[Producer]) -> None:
    sender = opened("b-1:9092")
    assert sender.send([ONE, TWO]) == []
    assert producer.sent == [
        ("clicks", '{"a":"ä"}'.encode(), b"k1"),
        ("clicks", b"{}", b"k2"),
    ]
    assert sender.size(TWO) == 4
    sender.close()
    assert producer.closed


def test_kafka_refuses_for_now_or_for_good(producer: type[Producer]) -> None:
    sender = opened("b-1:9092")
    producer.answers = [None, KafkaTimeoutError("slow")]
    assert sender.send([ONE, TWO]) == [Refused(TWO, "KafkaTimeoutError")]
    producer.answers = [TopicAuthorizationFailedError("clicks")]
    with pytest.raises(ToolError, match=r"Kafka topic clicks: .*TopicAuthorizationFailed"):
        sender.send([ONE])


@pytest.mark.parametrize(
    ("port", "settings"),
    [
        (9092, {"security_protocol": "PLAINTEXT"}),
        (9094, {"security_protocol": "SSL"}),
        (9098, {"security_protocol": "SASL_SSL", "sasl_mechanism": "OAUTHBEARER"}),
        (9198, {"security_protocol": "SASL_SSL", "sasl_mechanism": "OAUTHBEARER"}),
    ],
)
def test_the_port_says_how_to_log_in(
    producer: type[Producer], port: int, settings: dict[str, str]
) -> None:
    opened(f"b-1:{port}")
    assert producer.made["bootstrap_servers"] == [f"b-1:{port}"]
    assert settings.items() <= producer.made.items()
    assert set(producer.made) <= set(REAL.DEFAULT_CONFIG)


REAL = kafka.KafkaProducer


def test_an_iam_token_is_signed_for_the_region(producer: type[Producer]) -> None:
    import base64

    opened("b-1:9098")
    token = producer.made["sasl_oauth_token_provider"].token()
    url = base64.urlsafe_b64decode(token + "==").decode()
    assert url.startswith("https://kafka.eu-west-1.amazonaws.com/?Action=kafka-cluster%3AConnect")
    assert "X-Amz-Signature=" in url


def test_an_unknown_port_wants_to_be_told(producer: type[Producer]) -> None:
    with pytest.raises(InputError, match="can't be told by the port 19092"):
        opened("b-1:19092")
    opened("b-1:19092", KafkaLogin("tls"))
    assert producer.made["security_protocol"] == "SSL"


def test_scram_takes_the_clusters_secret(
    producer: type[Producer], monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"good": json.dumps({"username": "u", "password": "p"}), "bad": '{"user": 1}'}

    class Client:
        def get_secret_value(self, SecretId: str) -> dict[str, str]:
            return {"SecretString": secrets[SecretId]}

    def client(service: str, region: str | None) -> Client:
        assert (service, region) == ("secretsmanager", "eu-west-1")
        return Client()

    monkeypatch.setattr("lakeform.cloud.client", client)
    opened("b-1:9096", KafkaLogin(secret="good"))
    assert producer.made["sasl_mechanism"] == "SCRAM-SHA-512"
    assert producer.made["sasl_plain_username"] == "u"
    assert producer.made["sasl_plain_password"] == "p"
    with pytest.raises(InputError, match="the secret bad isn't one of a Kafka cluster"):
        opened("b-1:9096", KafkaLogin(secret="bad"))
    with pytest.raises(InputError, match="logging in by SCRAM needs a secret"):
        opened("b-1:9096")


REFUSED = """
from lakeform.errors import LakeformError
from lakeform.produce.senders import kafka

kafka.CONNECT_MS = 100
for method in ("plaintext", "tls", "iam"):
    try:
        kafka.KafkaSender(["127.0.0.1:9"], "clicks", "eu-west-1", kafka.KafkaLogin(method))
    except LakeformError as error:
        print(error.message)
"""


def test_the_real_client_takes_the_settings_and_says_why_it_got_no_answer() -> None:
    """In a process of its own: kafka-python leaves its sockets to the garbage collector."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "modules")}
    result = subprocess.run(
        [sys.executable, "-c", REFUSED], env=variables, capture_output=True, text=True, timeout=60
    )
    lines = result.stdout.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["Kafka topic clicks", f"by {method}"] for method in ("plaintext", "tls", "iam")
    ], result.stderr
    assert all("ECONNREFUSED" in line for line in lines)
    assert result.stderr == ""


@pytest.mark.parametrize("library", ["kafka", "faker", "aws_msk_iam_sasl_signer"])
def test_a_library_that_is_missing_is_named_with_the_extra(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    from lakeform.produce.source import Source

    monkeypatch.setitem(sys.modules, library, None)
    use = partial(Source, 1) if library == "faker" else partial(opened, "127.0.0.1:9098")
    with pytest.raises(ToolMissing) as raised:
        use()
    assert raised.value.hint is not None
    assert raised.value.hint.startswith("pip install faker 'kafka-python>=3'")
