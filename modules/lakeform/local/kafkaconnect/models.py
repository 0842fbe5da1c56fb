"""What MSK Connect has: custom plugins, worker configurations and connectors."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import JsonRESTError

Json = dict[str, Any]


class ConnectError(JsonRESTError):
    """An error of the service, by its code."""

    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(code, message)
        self.code = status


@dataclass
class Resource:
    """A plugin, a worker configuration or a connector: all have a name, an ARN and tags.

    `answer` is the description without them, in the words of the API.
    """

    kind: str
    name: str
    arn: str
    answer: Json
    tags: dict[str, str] = field(default_factory=dict)


class KafkaConnectBackend(BaseBackend):
    """MSK Connect of one account and region."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.resources: dict[str, Resource] = {}
        self.operations: dict[str, Json] = {}

    def add(self, kind: str, name: str, answer: Json, tags: dict[str, str]) -> Resource:
        """A new resource, under an ARN of its own.

        Raises:
            ConnectError: there is one of that kind and name.
        """
        if any(each.name == name for each in self.of(kind)):
            raise ConnectError("ConflictException", 409, f"There is a {kind} {name} already.")
        arn = (
            f"arn:{self.partition}:kafkaconnect:{self.region_name}:{self.account_id}:"
            f"{kind}/{name}/{uuid.uuid4()}-1"
        )
        resource = Resource(kind, name, arn, answer, dict(tags))
        self.resources[arn] = resource
        return resource

    def find(self, arn: str) -> Resource:
        """The resource of an ARN, or the service's own error."""
        try:
            return self.resources[arn]
        except KeyError:
            message = f"There is no {arn}."
            raise ConnectError("NotFoundException", 404, message) from None

    def of(self, kind: str) -> list[Resource]:
        return [each for each in self.resources.values() if each.kind == kind]


kafkaconnect_backends = BackendDict(KafkaConnectBackend, "kafkaconnect")
