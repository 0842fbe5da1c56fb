"""Kafka topics, by kafka-python; IAM's tokens by AWS's own signer.

Not tried on a live broker: the tests hold it against the client's interface.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lakeform import cloud
from lakeform.errors import InputError, LakeformError, ToolError
from lakeform.produce.record import Record
from lakeform.produce.senders.sender import MIB, Limits, Refused
from lakeform.produce.source import missing

LIMITS = Limits(records=500, bytes=4 * MIB, record_bytes=MIB - 1024)
"""A record of at most 1 MiB with its framing (Kafka, `max.request.size` and `message.max.bytes`).
Kafka's client makes its own requests; a batch is what is waited for together."""

Method = Literal["iam", "scram", "tls", "plaintext"]

PORTS: Mapping[int, Method] = {
    9092: "plaintext",
    9094: "tls",
    9194: "tls",
    9096: "scram",
    9196: "scram",
    9098: "iam",
    9198: "iam",
}
"""Port → how MSK's brokers listen there (Amazon MSK Developer Guide, "Port information")."""

CONNECT_MS = 10_000
"""How long the first broker may take to answer."""
_WAIT_SECONDS = 60.0
_WORDS = 10


@dataclass(frozen=True)
class KafkaLogin:
    """How to log in: None goes by the broker's port; `secret` holds SCRAM's name and password, as
    MSK wants it: `{"username": …, "password": …}` in Secrets Manager."""

    method: Method | None = None
    secret: str | None = None


class KafkaSender:
    """A topic."""

    limits = LIMITS

    def __init__(
        self, brokers: Sequence[str], topic: str, region: str | None, login: KafkaLogin
    ) -> None:
        try:
            import kafka  # type: ignore[import-untyped]
            from kafka.errors import KafkaError  # type: ignore[import-untyped]
        except ImportError:
            raise missing("kafka-python") from None
        self._topic = topic
        self._error: type[Exception] = KafkaError
        self._words = Words()
        method = login_method(brokers, login)
        settings = client_settings(brokers, region, login)
        try:
            self._producer = kafka.KafkaProducer(
                acks="all",
                max_block_ms=int(_WAIT_SECONDS * 1000),
                **settings,
            )
        except KafkaError as error:
            raise self._failure(error, f"by {method}: ") from error

    def size(self, record: Record) -> int:
        """Value and key."""
        return len(record.text.encode()) + len(record.key.encode())

    def send(self, batch: Sequence[Record]) -> list[Refused]:
        """Hand the records to the client, and wait until the brokers have them."""
        try:
            waiting = [
                (
                    record,
                    self._producer.send(self._topic, record.text.encode(), record.key.encode()),
                )
                for record in batch
            ]
            self._producer.flush(timeout=_WAIT_SECONDS)
        except self._error as error:
            raise self._failure(error) from error
        refused = []
        for record, future in waiting:
            try:
                future.get(timeout=_WAIT_SECONDS)
            except self._error as error:
                if not getattr(error, "retriable", False):
                    raise self._failure(error) from error
                refused.append(Refused(record, type(error).__name__))
        return refused

    def close(self) -> None:
        """End the connections."""
        self._producer.close(timeout=_WAIT_SECONDS)
        self._words.close()

    def _failure(self, error: Exception, how: str = "") -> LakeformError:
        said = self._words.beside(str(error))
        return ToolError(
            f"Kafka topic {self._topic}: {how}{error}{said}",
            hint="is the broker reachable from here, may you write to it, does the topic exist? "
            "One that is listed in `topics` of the cluster is made",
        )


class Words(logging.Handler):
    """Keeps the last errors of kafka-python's log: what it raises is often about time, and why it
    passed stands there only. Nothing of the log reaches the screen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._said: list[str] = []
        self._logger = logging.getLogger("kafka")
        self._logger.addHandler(self)
        self._logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        self._said = [*self._said, record.getMessage()][-_WORDS:]

    def beside(self, error: str) -> str:
        """What was said last and isn't the error itself."""
        other = [said for said in self._said if error not in said]
        return f" ({other[-1]})" if other else ""

    def close(self) -> None:
        """Listen no more."""
        self._logger.removeHandler(self)
        self._logger.propagate = True
        super().close()


def login_method(brokers: Sequence[str], login: KafkaLogin) -> Method:
    """How to log in: as the user says, or as the brokers' port wants it."""
    if login.method is not None:
        return login.method
    ports = {int(broker.rpartition(":")[2]) for broker in brokers}
    methods = {PORTS.get(port) for port in ports}
    if len(methods) > 1 or None in methods:
        listed = ", ".join(map(str, sorted(ports)))
        raise InputError(
            f"how to log in can't be told by the port {listed}",
            hint="say it with --kafka-login iam, scram, tls or plaintext",
        )
    [method] = methods
    assert method is not None
    return method


def client_settings(
    brokers: Sequence[str], region: str | None, login: KafkaLogin
) -> dict[str, Any]:
    """Brokers, and what kafka-python calls the way to log in to them.

    Raises:
        InputError: how to log in can't be told, or the secret isn't one.
    """
    method = login_method(brokers, login)
    return {
        "bootstrap_servers": list(brokers),
        "bootstrap_timeout_ms": CONNECT_MS,
        "client_id": "lakeform-produce",
        **_security(method, region, login),
    }


def _security(method: Method, region: str | None, login: KafkaLogin) -> dict[str, Any]:
    if method == "plaintext":
        return {"security_protocol": "PLAINTEXT"}
    if method == "tls":
        return {"security_protocol": "SSL"}
    if method == "scram":
        name, password = _secret(login.secret, region)
        return {
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": name,
            "sasl_plain_password": password,
        }
    return {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "OAUTHBEARER",
        "sasl_oauth_token_provider": _token_provider(region),
    }


def _secret(name: str | None, region: str | None) -> tuple[str, str]:
    if name is None:
        raise InputError(
            "logging in by SCRAM needs a secret",
            hint="name it with --kafka-secret: the Secrets Manager secret of the cluster",
        )
    with cloud.in_words(f"secret {name}"):
        answer = cloud.client("secretsmanager", region).get_secret_value(SecretId=name)
    try:
        found = json.loads(answer.get("SecretString", ""))
        return str(found["username"]), str(found["password"])
    except (ValueError, KeyError, TypeError):
        raise InputError(
            f"the secret {name} isn't one of a Kafka cluster",
            hint='it must be JSON with "username" and "password"',
        ) from None


def _token_provider(region: str | None) -> Any:
    """IAM's tokens: kafka-python asks for one at each connection."""
    try:
        from aws_msk_iam_sasl_signer import (  # type: ignore[import-untyped]
            MSKAuthTokenProvider,
        )
        from kafka.net.sasl.oauth import (  # type: ignore[import-untyped]
            AbstractTokenProvider,
        )
    except ImportError:
        raise missing("aws-msk-iam-sasl-signer-python and kafka-python 3 or later") from None
    place = cloud.client("kafka", region).meta.region_name
    with cloud.in_words("IAM"):  # without credentials, the client's thread would fail instead
        MSKAuthTokenProvider.generate_auth_token(place)

    class Tokens(AbstractTokenProvider):  # type: ignore[misc]  # the library has no types
        def token(self) -> str:
            signed: str = MSKAuthTokenProvider.generate_auth_token(place)[0]
            return signed

    return Tokens()
