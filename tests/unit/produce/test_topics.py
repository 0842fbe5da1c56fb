"""Topics that are made where they are missing, against kafka-python's own admin client."""

from __future__ import annotations

import inspect
from typing import Any

import kafka.admin
import pytest
from kafka.errors import KafkaTimeoutError, TopicAlreadyExistsError, TopicAuthorizationFailedError

from lakeform.errors import ToolError
from lakeform.produce.senders import KafkaLogin, make_topic
from lakeform.produce.target import Target

TOPIC = Target("kafka", "clicks", ("b-1:9094", "b-2:9094"))


class Admin:
    """kafka-python's admin client as far as it is used."""

    settings: dict[str, Any]
    there: tuple[str, ...] = ()
    answer: Exception | None = None
    made: list[dict[str, dict[str, int]]]
    closed = 0

    def __init__(self, **configs: Any) -> None:
        type(self).settings = configs

    def list_topics(self) -> list[str]:
        return list(self.there)

    def create_topics(
        self, new_topics: dict[str, dict[str, int]], wait_for_metadata: bool = False
    ) -> None:
        assert wait_for_metadata, "records would come before the topic"
        if self.answer is not None:
            raise self.answer
        self.made.append(new_topics)

    def close(self) -> None:
        type(self).closed += 1


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> type[Admin]:
    Admin.there, Admin.answer, Admin.made, Admin.closed = (), None, [], 0
    monkeypatch.setattr(kafka.admin, "KafkaAdminClient", Admin)
    return Admin


REAL = kafka.admin.KafkaAdminClient


def make(partitions: int | None = None, replicas: int | None = None) -> bool:
    return make_topic(TOPIC, None, KafkaLogin(), partitions=partitions, replicas=replicas)


@pytest.mark.parametrize("method", ["list_topics", "create_topics", "close"])
def test_the_stand_in_has_the_clients_interface(method: str) -> None:
    own = inspect.signature(getattr(Admin, method)).parameters
    theirs = inspect.signature(getattr(REAL, method)).parameters
    assert [name for name in theirs if name in own] == list(own)


def test_the_client_takes_the_settings(admin: type[Admin]) -> None:
    make()
    assert admin.settings["bootstrap_servers"] == ["b-1:9094", "b-2:9094"]
    assert admin.settings["security_protocol"] == "SSL"
    assert set(admin.settings) <= set(REAL.DEFAULT_CONFIG)


@pytest.mark.parametrize(
    ("partitions", "replicas", "options"),
    [
        (None, None, {"num_partitions": -1, "replication_factor": -1}),
        (6, 2, {"num_partitions": 6, "replication_factor": 2}),
    ],
)
def test_a_missing_topic_is_made(
    admin: type[Admin], partitions: int | None, replicas: int | None, options: dict[str, int]
) -> None:
    assert make(partitions, replicas)
    assert admin.made == [{"clicks": options}]
    assert admin.closed == 1


def test_one_that_exists_is_left_alone(admin: type[Admin]) -> None:
    admin.there = ("clicks",)
    assert not make(6)
    assert (admin.made, admin.closed) == ([], 1)


def test_one_that_only_its_owner_may_see_exists_too(admin: type[Admin]) -> None:
    admin.answer = TopicAlreadyExistsError("clicks")
    assert not make()


def test_a_refusal_is_said(admin: type[Admin]) -> None:
    admin.answer = TopicAuthorizationFailedError("clicks")
    with pytest.raises(ToolError, match=r"Kafka topic clicks can't be made: .*Authorization"):
        make()
    assert admin.closed == 1


def test_brokers_out_of_reach_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(**_: Any) -> None:
        raise KafkaTimeoutError

    monkeypatch.setattr(kafka.admin, "KafkaAdminClient", nobody)
    with pytest.raises(ToolError, match="Kafka topic clicks can't be made") as raised:
        make()
    assert "is the broker reachable from here" in str(raised.value.hint)
