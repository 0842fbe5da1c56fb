"""MSK configurations and their revisions: kafka:CreateConfiguration and the rest.

moto has none. As on MSK, names are unique, a configuration in use can't be deleted, and a change is
a new revision, which no cluster uses until it is told to.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from urllib.parse import unquote

import moto.kafka.urls as urls
from moto.kafka.exceptions import BadRequestException, NotFoundException
from moto.kafka.responses import KafkaResponse

from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of, replace, state_of
from lakeform.local.gaps.msk_clusters import ConflictException, now_text

Json = dict[str, Any]

_PATH = re.compile(r"(?P<arn>arn:[^/]+:configuration/[^/]+/[^/]+)(?:/revisions/(?P<revision>\d+))?")


def _configurations(self: KafkaResponse) -> dict[str, Json]:
    return state_of(self.kafka_backend, dict, "configurations")


def _existing(self: KafkaResponse, arn: str) -> Json:
    try:
        return _configurations(self)[arn]
    except KeyError:
        # MSK has no NotFoundException for this; Terraform's provider knows it by these words.
        raise BadRequestException(
            "Invalid parameter value: Configuration ARN does not exist."
        ) from None


def _asked(self: KafkaResponse) -> tuple[Json, int | None]:
    """The configuration of a request's path, and the revision when it names one."""
    match = _PATH.search(unquote(self.parsed_url.path))
    if match is None:
        raise BadRequestException("The request has no configuration ARN.")
    number = match["revision"]
    return _existing(self, match["arn"]), None if number is None else int(number)


def _summary(revision: Json) -> Json:
    return {name: value for name, value in revision.items() if name != "serverProperties"}


def _described(configuration: Json) -> Json:
    described = {name: value for name, value in configuration.items() if name != "revisions"}
    return {**described, "latestRevision": _summary(configuration["revisions"][-1])}


def _revision(number: int, request: Json) -> Json:
    return {
        "revision": number,
        "creationTime": now_text(),
        "description": request.get("description", ""),
        "serverProperties": request["serverProperties"],
    }


def _create_configuration(self: KafkaResponse) -> str:
    request = body_of(self)
    name = request["name"]
    if any(each["name"] == name for each in _configurations(self).values()):
        raise ConflictException(f"A resource with this name already exists: {name}")
    arn = (
        f"arn:{self.partition}:kafka:{self.region}:{self.current_account}:"
        f"configuration/{name}/{uuid.uuid4()}-1"
    )
    configuration = {
        "arn": arn,
        "name": name,
        "creationTime": now_text(),
        "description": request.get("description", ""),
        "kafkaVersions": request.get("kafkaVersions", []),
        "state": "ACTIVE",
        "revisions": [_revision(1, request)],
    }
    _configurations(self)[arn] = configuration
    return json.dumps(_described(configuration))


def _describe_configuration(self: KafkaResponse) -> str:
    configuration, _ = _asked(self)
    return json.dumps(_described(configuration))


def _describe_configuration_revision(self: KafkaResponse) -> str:
    configuration, number = _asked(self)
    for revision in configuration["revisions"]:
        if revision["revision"] == number:
            return json.dumps({"arn": configuration["arn"], **revision})
    raise NotFoundException(f"Revision {number} does not exist.")


def _list_configurations(self: KafkaResponse) -> str:
    listed = [_described(each) for each in _configurations(self).values()]
    return json.dumps({"configurations": listed})


def _list_configuration_revisions(self: KafkaResponse) -> str:
    configuration, _ = _asked(self)
    return json.dumps({"revisions": [_summary(each) for each in configuration["revisions"]]})


def _update_configuration(self: KafkaResponse) -> str:
    configuration, _ = _asked(self)
    revisions = configuration["revisions"]
    revisions.append(_revision(revisions[-1]["revision"] + 1, body_of(self)))
    return json.dumps({"arn": configuration["arn"], "latestRevision": _summary(revisions[-1])})


def _delete_configuration(self: KafkaResponse) -> str:
    configuration, _ = _asked(self)
    arn = configuration["arn"]
    for cluster in self.kafka_backend.clusters.values():
        if (cluster.configuration_info or {}).get("arn") == arn:
            raise BadRequestException(
                f"Configuration is in use by one or more clusters: {cluster.cluster_name}"
            )
    del _configurations(self)[arn]
    return json.dumps({"arn": arn, "state": "DELETING"})


def _check_use(self: KafkaResponse) -> None:
    """A cluster's configuration must be there, with the revision that the cluster names."""
    request = body_of(self)
    info = request.get("configurationInfo") or request.get("provisioned", {}).get(
        "configurationInfo"
    )
    if info:
        revisions = _existing(self, info["arn"])["revisions"]
        if info["revision"] not in [each["revision"] for each in revisions]:
            raise BadRequestException(f"Configuration revision {info['revision']} does not exist.")


def _using_configurations(name: str) -> None:
    original = getattr(KafkaResponse, name)

    def checked(self: KafkaResponse) -> Any:
        _check_use(self)
        return original(self)

    replace(KafkaResponse, **{name: checked})


def apply() -> None:
    add_calls(
        KafkaResponse,
        {
            "create_configuration": _create_configuration,
            "describe_configuration": _describe_configuration,
            "describe_configuration_revision": _describe_configuration_revision,
            "list_configurations": _list_configurations,
            "list_configuration_revisions": _list_configuration_revisions,
            "update_configuration": _update_configuration,
            "delete_configuration": _delete_configuration,
        },
    )
    for name in (
        "create_cluster",
        "create_cluster_v2",
        "update_cluster_configuration",
        "update_cluster_kafka_version",
    ):
        _using_configurations(name)
    add_paths(urls, KafkaResponse, ("/v1/configurations", "/v1/configurations/(?P<arn>.+)"))


GAP = Gap(
    name="MSK configurations",
    resources=("aws_msk_configuration",),
    missing=(
        "kafka:CreateConfiguration",
        "kafka:DescribeConfiguration",
        "kafka:DescribeConfigurationRevision",
        "kafka:ListConfigurations",
        "kafka:ListConfigurationRevisions",
        "kafka:UpdateConfiguration",
        "kafka:DeleteConfiguration",
    ),
    corrected=("kafka:CreateCluster", "kafka:CreateClusterV2"),
    apply=apply,
)
