"""Parts of Managed Flink applications that come and go by themselves: snapshots, networks, logs.

kinesisanalyticsv2:CreateApplicationSnapshot, AddApplicationVpcConfiguration,
AddApplicationCloudWatchLoggingOption and their kin; moto has none of them.
"""

from __future__ import annotations

import json
from typing import Any

from moto.kinesisanalyticsv2.responses import KinesisAnalyticsV2Response

from lakeform.local.gaps.flink_applications import (
    AnalyticsError,
    FlinkApplication,
    changing,
    find,
)
from lakeform.local.gaps.gap import Gap, add_calls, body_of, now_seconds

Json = dict[str, Any]


def _changed(application: FlinkApplication, **more: Any) -> str:
    return json.dumps(
        {
            "ApplicationARN": application.arn,
            "ApplicationVersionId": application.version,
            **more,
        }
    )


def _add_application_cloud_watch_logging_option(self: KinesisAnalyticsV2Response) -> str:
    application = changing(self)
    option = body_of(self)["CloudWatchLoggingOption"]
    application.logging.append({"CloudWatchLoggingOptionId": application.next_id(), **option})
    return _changed(application, CloudWatchLoggingOptionDescriptions=application.logging)


def _delete_application_cloud_watch_logging_option(self: KinesisAnalyticsV2Response) -> str:
    application = changing(self)
    gone = body_of(self)["CloudWatchLoggingOptionId"]
    application.logging = [
        option for option in application.logging if option["CloudWatchLoggingOptionId"] != gone
    ]
    return _changed(application, CloudWatchLoggingOptionDescriptions=application.logging)


def _add_application_vpc_configuration(self: KinesisAnalyticsV2Response) -> str:
    application = changing(self)
    network = {**body_of(self)["VpcConfiguration"], "VpcConfigurationId": application.next_id()}
    application.configuration.setdefault("VpcConfigurations", []).append(network)
    return _changed(application, VpcConfigurationDescription=network)


def _delete_application_vpc_configuration(self: KinesisAnalyticsV2Response) -> str:
    application = changing(self)
    gone = body_of(self)["VpcConfigurationId"]
    application.configuration["VpcConfigurations"] = [
        network
        for network in application.configuration.get("VpcConfigurations", ())
        if network["VpcConfigurationId"] != gone
    ]
    return _changed(application)


def _create_application_snapshot(self: KinesisAnalyticsV2Response) -> str:
    application = find(self)
    name = body_of(self)["SnapshotName"]
    if application.status != "RUNNING":
        message = f"{application.name} isn't running, so it has no state to keep."
        raise AnalyticsError("InvalidRequestException", message)
    if name in application.snapshots:
        raise AnalyticsError("ResourceInUseException", f"Snapshot {name} already exists.")
    application.snapshots[name] = {
        "SnapshotName": name,
        "SnapshotStatus": "READY",
        "ApplicationVersionId": application.version,
        "SnapshotCreationTimestamp": int(now_seconds()),
        "RuntimeEnvironment": application.runtime,
    }
    return "{}"


def _snapshot(self: KinesisAnalyticsV2Response, application: FlinkApplication) -> Json:
    name = body_of(self)["SnapshotName"]
    try:
        return application.snapshots[name]
    except KeyError:
        message = f"Snapshot {name} does not exist."
        raise AnalyticsError("ResourceNotFoundException", message) from None


def _describe_application_snapshot(self: KinesisAnalyticsV2Response) -> str:
    return json.dumps({"SnapshotDetails": _snapshot(self, find(self))})


def _list_application_snapshots(self: KinesisAnalyticsV2Response) -> str:
    return json.dumps({"SnapshotSummaries": list(find(self).snapshots.values())})


def _delete_application_snapshot(self: KinesisAnalyticsV2Response) -> str:
    application = find(self)
    del application.snapshots[_snapshot(self, application)["SnapshotName"]]
    return "{}"


def apply() -> None:
    add_calls(
        KinesisAnalyticsV2Response,
        {
            "add_application_cloud_watch_logging_option": (
                _add_application_cloud_watch_logging_option
            ),
            "delete_application_cloud_watch_logging_option": (
                _delete_application_cloud_watch_logging_option
            ),
            "add_application_vpc_configuration": _add_application_vpc_configuration,
            "delete_application_vpc_configuration": _delete_application_vpc_configuration,
            "create_application_snapshot": _create_application_snapshot,
            "describe_application_snapshot": _describe_application_snapshot,
            "list_application_snapshots": _list_application_snapshots,
            "delete_application_snapshot": _delete_application_snapshot,
        },
    )


GAP = Gap(
    name="Snapshots, networks and logs of Managed Flink",
    resources=(
        "aws_kinesisanalyticsv2_application_snapshot",
        "aws_kinesisanalyticsv2_application",
    ),
    missing=(
        "kinesisanalyticsv2:AddApplicationCloudWatchLoggingOption",
        "kinesisanalyticsv2:DeleteApplicationCloudWatchLoggingOption",
        "kinesisanalyticsv2:AddApplicationVpcConfiguration",
        "kinesisanalyticsv2:DeleteApplicationVpcConfiguration",
        "kinesisanalyticsv2:CreateApplicationSnapshot",
        "kinesisanalyticsv2:DescribeApplicationSnapshot",
        "kinesisanalyticsv2:ListApplicationSnapshots",
        "kinesisanalyticsv2:DeleteApplicationSnapshot",
    ),
    apply=apply,
)
