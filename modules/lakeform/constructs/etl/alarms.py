"""Who is told of failed runs: EventBridge → one encrypted SNS topic."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lakeform.aws.base import inside
from lakeform.aws.events import CloudwatchEventRule, CloudwatchEventTarget
from lakeform.aws.sns import SnsTopicPolicy
from lakeform.config import Lake
from lakeform.constructs.alarm_topic import AlarmTopic
from lakeform.constructs.encryption import Encryption
from lakeform.engine import Construct
from lakeform.jobs.names import job_name
from lakeform.naming import Names, logical_id

MAX_RULE_NAME = 64
"""Characters of a rule's name (EventBridge API reference, "PutRule")."""


class Alarms(Construct):
    """A topic that each failed run of a job or crawler is sent to.

    Args:
        jobs: all jobs, by their keys.
        crawlers: all crawlers, by their keys.

    Attributes:
        topic: the topic.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        encryption: Encryption,
        jobs: Iterable[str],
        crawlers: Iterable[str],
    ) -> None:
        super().__init__(scope, id)
        self._names = names
        key = encryption.general
        made = AlarmTopic(self, "topic", names, "etl-failures", key=key)
        # EventBridge's own documentation knows no conditions here ("Amazon SNS permissions").
        policy = made.admit("events.amazonaws.com")
        self.topic = made.topic
        rules = []
        if jobs:
            states = ["ERROR", "FAILED", "TIMEOUT"]
            detail = {"jobName": [job_name(names, job) for job in sorted(jobs)], "state": states}
            rules.append(self._rule("jobs", "Glue Job State Change", detail, policy))
        if crawlers:
            found = [names.name(crawler) for crawler in sorted(crawlers)]
            detail = {"crawlerName": found, "state": ["Failed"]}
            rules.append(self._rule("crawlers", "Glue Crawler State Change", detail, policy))
        key.allow_service("events", rules)
        assert lake.etl.alarms is not None
        made.tell(lake.etl.alarms.emails)

    def _rule(
        self, what: str, kind: str, detail: dict[str, list[str]], policy: SnsTopicPolicy
    ) -> str:
        """Send events to the topic; returns the rule's ARN."""
        name = self._names.name("etl-failures", what, limit=MAX_RULE_NAME)
        pattern = {"source": ["aws.glue"], "detail-type": [kind], "detail": detail}
        rule = CloudwatchEventRule(
            self,
            f"{what}-rule",
            logical_id=logical_id("etl_failures", what),
            name=name,
            description=f"Failed runs of {what}",
            event_pattern=json.dumps(pattern, sort_keys=True, separators=(",", ":")),
        )
        CloudwatchEventTarget(
            self,
            f"{what}-target",
            logical_id=logical_id("etl_failures", what),
            rule=inside(rule, "name"),
            target_id="topic",
            arn=inside(self.topic, "arn"),
            depends_on=[policy],
        )
        return self._names.arn("events", f"rule/{name}")
