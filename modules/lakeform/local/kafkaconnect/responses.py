"""The calls of MSK Connect.

Everything is ready at once, and no worker runs. A connector needs its plugins and its worker
configuration. A plugin's code isn't looked for: who brings it may come later.
"""

from __future__ import annotations

import json
import re
import secrets
from typing import Any
from urllib.parse import unquote

from moto.core.responses import BaseResponse

from lakeform.local.gaps.gap import body_of
from lakeform.local.gaps.msk_clusters import new_version, now_text
from lakeform.local.kafkaconnect.models import (
    ConnectError,
    KafkaConnectBackend,
    Resource,
    kafkaconnect_backends,
)

Json = dict[str, Any]

PLUGIN, WORKERS, CONNECTOR = "custom-plugin", "worker-configuration", "connector"
_ARN = re.compile(r"arn:[^/]+(?:/[^/]+)+$")


class KafkaConnectResponse(BaseResponse):
    """Requests to MSK Connect and their answers."""

    def __init__(self) -> None:
        super().__init__(service_name="kafkaconnect")

    @property
    def kafkaconnect_backend(self) -> KafkaConnectBackend:
        backend: KafkaConnectBackend = kafkaconnect_backends[self.current_account][self.region]
        return backend

    def _arn(self) -> str:
        """The ARN at the end of a request's path."""
        match = _ARN.search(unquote(self.parsed_url.path))
        return match[0] if match else ""

    def _asked(self) -> Resource:
        return self.kafkaconnect_backend.find(self._arn())

    # --- plugins and worker configurations

    def create_custom_plugin(self) -> str:
        request = body_of(self)
        location = request["location"]["s3Location"]
        revision = {
            "revision": 1,
            "contentType": request["contentType"],
            "location": {"s3Location": location},
        }
        answer = _revised(request, revision) | {"customPluginState": "ACTIVE"}
        made = self._add(PLUGIN, request["name"], answer)
        return json.dumps(
            {
                "customPluginArn": made.arn,
                "customPluginState": "ACTIVE",
                "name": made.name,
                "revision": 1,
            }
        )

    def describe_custom_plugin(self) -> str:
        plugin = self._asked()
        return json.dumps({"name": plugin.name, "customPluginArn": plugin.arn, **plugin.answer})

    def list_custom_plugins(self) -> str:
        listed = [
            {"name": each.name, "customPluginArn": each.arn, **each.answer}
            for each in self.kafkaconnect_backend.of(PLUGIN)
        ]
        return json.dumps({"customPlugins": listed})

    def delete_custom_plugin(self) -> str:
        return self._delete("customPluginArn", "customPluginState")

    def create_worker_configuration(self) -> str:
        request = body_of(self)
        revision = {"revision": 1, "propertiesFileContent": request["propertiesFileContent"]}
        answer = _revised(request, revision) | {"workerConfigurationState": "ACTIVE"}
        made = self._add(WORKERS, request["name"], answer)
        return json.dumps({"name": made.name, "workerConfigurationArn": made.arn, **answer})

    def describe_worker_configuration(self) -> str:
        found = self._asked()
        return json.dumps({"name": found.name, "workerConfigurationArn": found.arn, **found.answer})

    def list_worker_configurations(self) -> str:
        listed = [
            {"name": each.name, "workerConfigurationArn": each.arn, **each.answer}
            for each in self.kafkaconnect_backend.of(WORKERS)
        ]
        return json.dumps({"workerConfigurations": listed})

    def delete_worker_configuration(self) -> str:
        return self._delete("workerConfigurationArn", "workerConfigurationState")

    # --- connectors

    def create_connector(self) -> str:
        request = body_of(self)
        for plugin in request["plugins"]:
            self.kafkaconnect_backend.find(plugin["customPlugin"]["customPluginArn"])
        if "workerConfiguration" in request:
            self.kafkaconnect_backend.find(request["workerConfiguration"]["workerConfigurationArn"])
        answer = {
            name: value for name, value in request.items() if name not in ("connectorName", "tags")
        }
        answer |= {
            "connectorState": "RUNNING",
            "creationTime": now_text(),
            "currentVersion": new_version(),
        }
        made = self._add(CONNECTOR, request["connectorName"], answer)
        return json.dumps(
            {
                "connectorArn": made.arn,
                "connectorName": made.name,
                "connectorState": "CREATING",
            }
        )

    def describe_connector(self) -> str:
        found = self._asked()
        return json.dumps({"connectorName": found.name, "connectorArn": found.arn, **found.answer})

    def list_connectors(self) -> str:
        listed = [
            {"connectorName": each.name, "connectorArn": each.arn, **each.answer}
            for each in self.kafkaconnect_backend.of(CONNECTOR)
        ]
        return json.dumps({"connectors": listed})

    def update_connector(self) -> str:
        connector, request = self._asked(), body_of(self)
        answer = connector.answer
        if self._get_param("currentVersion") != answer["currentVersion"]:
            raise ConnectError("BadRequestException", 400, "That isn't the current version.")
        for part in ("capacity", "connectorConfiguration"):
            answer[part] = request.get(part, answer[part])
        answer["currentVersion"] = new_version()
        arn = connector.arn.replace(":connector/", ":connector-operation/")
        arn += f"/{secrets.token_hex(8)}"
        self.kafkaconnect_backend.operations[arn] = {
            "connectorArn": connector.arn,
            "connectorOperationArn": arn,
            "connectorOperationState": "UPDATE_COMPLETE",
            "creationTime": now_text(),
            "endTime": now_text(),
        }
        return json.dumps(
            {
                "connectorArn": connector.arn,
                "connectorState": "RUNNING",
                "connectorOperationArn": arn,
            }
        )

    def describe_connector_operation(self) -> str:
        try:
            return json.dumps(self.kafkaconnect_backend.operations[self._arn()])
        except KeyError:
            message = "There is no such operation."
            raise ConnectError("NotFoundException", 404, message) from None

    def delete_connector(self) -> str:
        return self._delete("connectorArn", "connectorState")

    # --- what all of them have

    def _add(self, kind: str, name: str, answer: Json) -> Resource:
        return self.kafkaconnect_backend.add(kind, name, answer, body_of(self).get("tags", {}))

    def _delete(self, arn_member: str, state_member: str) -> str:
        gone = self._asked()
        del self.kafkaconnect_backend.resources[gone.arn]
        return json.dumps({arn_member: gone.arn, state_member: "DELETING"})

    def list_tags_for_resource(self) -> str:
        return json.dumps({"tags": self._asked().tags})

    def tag_resource(self) -> str:
        self._asked().tags.update(body_of(self)["tags"])
        return "{}"

    def untag_resource(self) -> str:
        tags = self._asked().tags
        for key in self.querystring.get("tagKeys", []):
            tags.pop(key, None)
        return "{}"


def _revised(request: Json, revision: Json) -> Json:
    """What a plugin and a worker configuration have in common: one revision, for ever."""
    described = {"creationTime": now_text()}
    if "description" in request:
        described["description"] = request["description"]
    return described | {"latestRevision": {**described, **revision}}
