"""Managed Flink: kinesisanalyticsv2:UpdateApplication, StartApplication, DeleteApplication.

moto creates and describes applications, with time stamps that no SDK reads, and can neither change,
start nor delete one. Here an application is ready at once, runs when it is started, and processes
nothing. Its code isn't looked for: who brings it may come later.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ec2.models import ec2_backends
from moto.kinesisanalyticsv2.models import KinesisAnalyticsV2Backend
from moto.kinesisanalyticsv2.responses import KinesisAnalyticsV2Response

from lakeform.local.gaps.gap import Gap, add_calls, body_of, now_seconds, state_of

Json = dict[str, Any]

# What Managed Flink answers for a part that is DEFAULT or left out (API reference,
# CheckpointConfiguration, MonitoringConfiguration, ParallelismConfiguration).
_FLINK_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "CheckpointConfiguration": {
        "CheckpointingEnabled": True,
        "CheckpointInterval": 60000,
        "MinPauseBetweenCheckpoints": 5000,
    },
    "MonitoringConfiguration": {"MetricsLevel": "APPLICATION", "LogLevel": "INFO"},
    "ParallelismConfiguration": {
        "Parallelism": 1,
        "ParallelismPerKPU": 1,
        "AutoScalingEnabled": True,
    },
}
_MAINTENANCE = {
    "ApplicationMaintenanceWindowStartTime": "06:00",
    "ApplicationMaintenanceWindowEndTime": "14:00",
}
_KNOWN = (
    "FlinkApplicationConfiguration",
    "EnvironmentProperties",
    "ApplicationCodeConfiguration",
    "ApplicationSnapshotConfiguration",
    "ApplicationSystemRollbackConfiguration",
    "VpcConfigurations",
)


class AnalyticsError(JsonRESTError):
    """An error of the service, by its code."""


@dataclass
class FlinkApplication:
    """An application; `configuration` is in the words of a creation, whatever changed it since."""

    name: str
    arn: str
    runtime: str
    role: str
    mode: str
    description: str
    configuration: Json
    created: int
    version: int = 1
    status: str = "READY"
    logging: list[Json] = field(default_factory=list)
    run: Json | None = None
    snapshots: dict[str, Json] = field(default_factory=dict)

    def next_id(self) -> str:
        """The identifier of a part that belongs to the current version."""
        return f"{self.version}.1"


def applications(backend: KinesisAnalyticsV2Backend) -> dict[str, FlinkApplication]:
    """The applications of an account and region, by name."""
    return state_of(backend, dict, "flink_applications")


def find(self: KinesisAnalyticsV2Response) -> FlinkApplication:
    """The application that a request names, or the service's own error."""
    name = body_of(self)["ApplicationName"]
    try:
        return applications(self.kinesisanalyticsv2_backend)[name]
    except KeyError:
        message = f"Application {name} doesn't exist."
        raise AnalyticsError("ResourceNotFoundException", message) from None


def changing(self: KinesisAnalyticsV2Response) -> FlinkApplication:
    """The application of a change, which must name its current version."""
    application = find(self)
    given = body_of(self).get("CurrentApplicationVersionId")
    if given is not None and given != application.version:
        raise AnalyticsError(
            "ConcurrentModificationException",
            f"The application's version is {application.version}, not {given}.",
        )
    application.version += 1
    return application


# --- from a creation's words to a description's


def _described(application: FlinkApplication, region: str, account: str) -> Json:
    configuration = application.configuration
    described: Json = {"FlinkApplicationConfigurationDescription": _flink(configuration)}
    code = configuration.get("ApplicationCodeConfiguration")
    if code:
        described["ApplicationCodeConfigurationDescription"] = _code(code)
    properties = configuration.get("EnvironmentProperties")
    if properties:
        groups = properties["PropertyGroups"]
        described["EnvironmentPropertyDescriptions"] = {"PropertyGroupDescriptions": groups}
    for part in ("ApplicationSnapshotConfiguration", "ApplicationSystemRollbackConfiguration"):
        if part in configuration:
            described[f"{part}Description"] = configuration[part]
    networks = configuration.get("VpcConfigurations")
    if networks:
        ec2 = ec2_backends[account][region]
        described["VpcConfigurationDescriptions"] = [
            {**each, "VpcId": ec2.get_subnet(each["SubnetIds"][0]).vpc_id} for each in networks
        ]
    if application.run is not None:
        described["RunConfigurationDescription"] = application.run
    return described


def _flink(configuration: Json) -> Json:
    given = configuration.get("FlinkApplicationConfiguration", {})
    described = {}
    for part, defaults in _FLINK_DEFAULTS.items():
        own = given.get(part, {"ConfigurationType": "DEFAULT"})
        values = {**own, **defaults} if own["ConfigurationType"] == "DEFAULT" else defaults | own
        if part == "ParallelismConfiguration":
            values["CurrentParallelism"] = values["Parallelism"]
        described[f"{part}Description"] = values
    return described


def _code(code: Json) -> Json:
    content = code.get("CodeContent", {})
    described = {}
    if "S3ContentLocation" in content:
        described["S3ApplicationCodeLocationDescription"] = content["S3ContentLocation"]
    text = content.get("ZipFileContent", content.get("TextContent"))
    if text is not None:
        described["CodeMD5"] = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
        described["CodeSize"] = len(text)
    if "TextContent" in content:
        described["TextContent"] = content["TextContent"]
    return {"CodeContentType": code["CodeContentType"], "CodeContentDescription": described}


def _detail(self: KinesisAnalyticsV2Response, application: FlinkApplication) -> str:
    now = int(now_seconds())
    detail = {
        "ApplicationARN": application.arn,
        "ApplicationName": application.name,
        "ApplicationDescription": application.description,
        "ApplicationMode": application.mode,
        "ApplicationStatus": application.status,
        "ApplicationVersionId": application.version,
        "RuntimeEnvironment": application.runtime,
        "ServiceExecutionRole": application.role,
        "CreateTimestamp": application.created,
        "LastUpdateTimestamp": now,
        "ApplicationConfigurationDescription": _described(
            application, self.region, self.current_account
        ),
        "CloudWatchLoggingOptionDescriptions": application.logging,
        "ApplicationMaintenanceConfigurationDescription": _MAINTENANCE,
    }
    return json.dumps({"ApplicationDetail": detail})


# --- from an update's words to a creation's


def _as_created(update: Any) -> Any:
    """`CodeContentUpdate` → `CodeContent` and so on, all the way down."""
    if isinstance(update, dict):
        return {_created_name(name): _as_created(value) for name, value in update.items()}
    if isinstance(update, list):
        return [_as_created(each) for each in update]
    return update


def _created_name(name: str) -> str:
    if name == "EnvironmentPropertyUpdates":
        return "EnvironmentProperties"
    if name.endswith("Updates"):
        return name.removesuffix("Updates") + "s"
    return name.removesuffix("Update")


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: _merged(old.get(name), value) for name, value in new.items()}
    return new


# --- calls


def _check(configuration: Json) -> None:
    unknown = sorted(configuration.keys() - set(_KNOWN))
    if unknown:
        raise NotImplementedError(f"applications with {unknown[0]}")


def _create_application(self: KinesisAnalyticsV2Response) -> str:
    request = body_of(self)
    name = request["ApplicationName"]
    existing = applications(self.kinesisanalyticsv2_backend)
    if name in existing:
        message = f"Application {name} already exists."
        raise AnalyticsError("ResourceInUseException", message)
    configuration = copy.deepcopy(request.get("ApplicationConfiguration", {}))
    _check(configuration)
    account = self.current_account
    application = FlinkApplication(
        name=name,
        arn=f"arn:{self.partition}:kinesisanalytics:{self.region}:{account}:application/{name}",
        runtime=request["RuntimeEnvironment"],
        role=request["ServiceExecutionRole"],
        mode=request.get("ApplicationMode", "STREAMING"),
        description=request.get("ApplicationDescription", ""),
        configuration=configuration,
        created=int(now_seconds()),
    )
    for network in configuration.get("VpcConfigurations", ()):
        network["VpcConfigurationId"] = application.next_id()
    for option in request.get("CloudWatchLoggingOptions", ()):
        application.logging.append({"CloudWatchLoggingOptionId": application.next_id(), **option})
    existing[name] = application
    self.kinesisanalyticsv2_backend.tagger.tag_resource(application.arn, request.get("Tags", []))
    return _detail(self, application)


def _describe_application(self: KinesisAnalyticsV2Response) -> str:
    return _detail(self, find(self))


def _list_applications(self: KinesisAnalyticsV2Response) -> str:
    listed = [
        {
            "ApplicationName": each.name,
            "ApplicationARN": each.arn,
            "ApplicationStatus": each.status,
            "ApplicationVersionId": each.version,
            "RuntimeEnvironment": each.runtime,
            "ApplicationMode": each.mode,
        }
        for each in applications(self.kinesisanalyticsv2_backend).values()
    ]
    return json.dumps({"ApplicationSummaries": listed})


def _update_application(self: KinesisAnalyticsV2Response) -> str:
    request = body_of(self)
    update = _as_created(request.get("ApplicationConfigurationUpdate", {}))
    _check(_merged(find(self).configuration, update))
    application = changing(self)
    networks = {
        each["VpcConfigurationId"]: each
        for each in application.configuration.get("VpcConfigurations", ())
    }
    for network in update.get("VpcConfigurations", ()):
        network |= networks[network["VpcConfigurationId"]] | network
    application.configuration = _merged(application.configuration, update)
    application.role = request.get("ServiceExecutionRoleUpdate", application.role)
    application.runtime = request.get("RuntimeEnvironmentUpdate", application.runtime)
    for change in request.get("CloudWatchLoggingOptionUpdates", ()):
        for option in application.logging:
            if option["CloudWatchLoggingOptionId"] == change["CloudWatchLoggingOptionId"]:
                option["LogStreamARN"] = change["LogStreamARNUpdate"]
    if "RunConfigurationUpdate" in request:
        _run(application, _as_created(request["RunConfigurationUpdate"]))
    return _detail(self, application)


def _run(application: FlinkApplication, configuration: Json) -> None:
    restore = configuration.get("ApplicationRestoreConfiguration", {})
    flink = configuration.get("FlinkRunConfiguration", {})
    application.run = {
        "ApplicationRestoreConfigurationDescription": {
            "ApplicationRestoreType": "RESTORE_FROM_LATEST_SNAPSHOT",
            **restore,
        },
        "FlinkRunConfigurationDescription": {"AllowNonRestoredState": False, **flink},
    }


def _start_application(self: KinesisAnalyticsV2Response) -> str:
    application = find(self)
    if application.status != "READY":
        raise AnalyticsError("ResourceInUseException", f"{application.name} is running already.")
    _run(application, body_of(self).get("RunConfiguration", {}))
    application.status = "RUNNING"
    return "{}"


def _stop_application(self: KinesisAnalyticsV2Response) -> str:
    application = find(self)
    if application.status != "RUNNING":
        raise AnalyticsError("ResourceInUseException", f"{application.name} isn't running.")
    application.status = "READY"
    return "{}"


def _delete_application(self: KinesisAnalyticsV2Response) -> str:
    application = find(self)
    if int(body_of(self)["CreateTimestamp"]) != application.created:
        raise AnalyticsError("InvalidArgumentException", "CreateTimestamp is another's.")
    backend = self.kinesisanalyticsv2_backend
    backend.tagger.delete_all_tags_for_resource(application.arn)
    del applications(backend)[application.name]
    return "{}"


def _untag_resource(self: KinesisAnalyticsV2Response) -> str:
    request = body_of(self)
    self.kinesisanalyticsv2_backend.untag_resource(request["ResourceARN"], request["TagKeys"])
    return "{}"


def apply() -> None:
    add_calls(
        KinesisAnalyticsV2Response,
        {
            "create_application": _create_application,
            "describe_application": _describe_application,
            "list_applications": _list_applications,
            "update_application": _update_application,
            "start_application": _start_application,
            "stop_application": _stop_application,
            "delete_application": _delete_application,
            "untag_resource": _untag_resource,
        },
    )


GAP = Gap(
    name="Managed Flink applications",
    resources=("aws_kinesisanalyticsv2_application",),
    missing=(
        "kinesisanalyticsv2:UpdateApplication",
        "kinesisanalyticsv2:StartApplication",
        "kinesisanalyticsv2:StopApplication",
        "kinesisanalyticsv2:DeleteApplication",
        "kinesisanalyticsv2:UntagResource",
    ),
    corrected=(
        "kinesisanalyticsv2:CreateApplication",
        "kinesisanalyticsv2:DescribeApplication",
        "kinesisanalyticsv2:ListApplications",
    ),
    apply=apply,
)
