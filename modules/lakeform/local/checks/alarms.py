"""CloudWatch alarms: what they watch, and whom they tell."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from lakeform.local.checks.check import Check, State, compare
from lakeform.local.embedded import EmbeddedAws


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    cloudwatch = aws.client("cloudwatch")
    for applied in state.of("aws_cloudwatch_metric_alarm"):
        values = applied.values
        expected = {
            "metric": values["metric_name"] or None,
            "of": values["dimensions"] or {},
            "tells": sorted(values["alarm_actions"] or ()),
        }
        name = values["alarm_name"]
        yield compare(f"alarm {name}", expected, functools.partial(_look, cloudwatch, name))


def _look(cloudwatch: Any, name: str) -> object:
    found = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    return {
        "metric": found.get("MetricName"),
        "of": {each["Name"]: each["Value"] for each in found.get("Dimensions", ())},
        "tells": sorted(found.get("AlarmActions", ())),
    }
