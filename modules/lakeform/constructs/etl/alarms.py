"""Who is told of failed runs: EventBridge → one encrypted SNS topic."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lakeform.aws.base import inside
from lakeform.aws.events import CloudwatchEventRule, CloudwatchEventTarget
from lakeform.aws.sns import SnsTopic, SnsTopicPolicy, SnsTopicSubscription
from lakeform.config import Lake
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import ANYBODY, policy_document, statement
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
        name = names.name("etl-failures")
        arn = names.arn("sns", name)
        self.topic = SnsTopic(
            self,
            "topic",
            logical_id="etl_failures",
            name=name,
            kms_master_key_id=key.alias,
            depends_on=[key.alias_address],
        )
        # EventBridge's own documentation knows no conditions here ("Amazon SNS permissions").
        policy = SnsTopicPolicy(
            self,
            "policy",
            logical_id="etl_failures",
            arn=self.topic.arn,
            policy=policy_document(
                statement(
                    "Events", "Allow", "sns:Publish", arn, {"Service": "events.amazonaws.com"}
                ),
                statement(
                    "DenyInsecureTransport",
                    "Deny",
                    "sns:Publish",
                    arn,
                    ANYBODY,
                    {"Bool": {"aws:SecureTransport": "false"}},
                ),
            ),
        )
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
        self._subscribe(lake.etl.alarms.emails)

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

    def _subscribe(self, emails: Iterable[str]) -> None:
        for email in sorted(set(emails)):
            SnsTopicSubscription(
                self,
                f"mail-{email}",
                logical_id=logical_id(
                    "etl_failures", "".join(c if c.isalnum() else "_" for c in email)
                ),
                topic_arn=self.topic.arn,
                protocol="email",
                endpoint=email,
            )
