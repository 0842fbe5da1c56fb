"""The queue of a zone's notifications."""

from __future__ import annotations

import json

from lakeform.aws.sqs import SqsQueue, SqsQueuePolicy
from lakeform.constructs.encryption import Key
from lakeform.constructs.iam import (
    ANYBODY,
    QUEUE,
    Statement,
    fitting,
    from_this_account,
    policy_document,
    statement,
)
from lakeform.constructs.storage.bucket import Bucket
from lakeform.engine import Construct
from lakeform.naming import Names

MAX_QUEUE_NAME = 80
"""Characters of a queue's name (SQS developer guide, "Message quotas")."""
ATTEMPTS = 5
"""Deliveries of a message until it goes to the dead-letter queue."""
RETENTION_SECONDS = 14 * 24 * 3600
"""The longest that SQS keeps a message."""


class EventQueue(Construct):
    """An encrypted queue of "object created" and "object removed", and its dead-letter queue.

    Attributes:
        arn: as text.
        queue: the resource.
        policy: lets the bucket send; nothing arrives before.
    """

    def __init__(self, scope: Construct, id: str, bucket: Bucket, names: Names, key: Key) -> None:
        super().__init__(scope, id)
        name = names.name(bucket.key, "events", limit=MAX_QUEUE_NAME)
        dead_name = names.name(bucket.key, "events", "dead", limit=MAX_QUEUE_NAME)
        self.arn = names.arn("sqs", name)
        dead_arn = names.arn("sqs", dead_name)
        key.allow_service("s3", bucket.arn)
        dead = SqsQueue(
            self,
            "dead-letters",
            logical_id=f"{bucket.logical_id}_dead",
            name=dead_name,
            message_retention_seconds=RETENTION_SECONDS,
            kms_master_key_id=key.alias,
            depends_on=[key.alias_address],
        )
        self.queue = SqsQueue(
            self,
            "queue",
            logical_id=bucket.logical_id,
            name=name,
            message_retention_seconds=RETENTION_SECONDS,
            visibility_timeout_seconds=300,
            kms_master_key_id=key.alias,
            redrive_policy=json.dumps(
                {"deadLetterTargetArn": dead_arn, "maxReceiveCount": ATTEMPTS},
                sort_keys=True,
                separators=(",", ":"),
            ),
            depends_on=[dead, key.alias_address],
        )
        SqsQueuePolicy(
            self,
            "dead-letters-policy",
            logical_id=f"{bucket.logical_id}_dead",
            queue_url=dead.id,
            policy=policy_document(_only_tls(dead_arn)),
        )
        self.policy = SqsQueuePolicy(
            self,
            "policy",
            logical_id=bucket.logical_id,
            queue_url=self.queue.id,
            policy=fitting(
                QUEUE,
                name,
                policy_document(_from_bucket(self.arn, names, bucket), _only_tls(self.arn)),
            ),
        )


def _from_bucket(arn: str, names: Names, bucket: Bucket) -> Statement:
    return statement(
        "NotificationsOfTheBucket",
        "Allow",
        "sqs:SendMessage",
        arn,
        {"Service": "s3.amazonaws.com"},
        from_this_account(names, bucket.arn),
    )


def _only_tls(arn: str) -> Statement:
    return statement(
        "DenyInsecureTransport",
        "Deny",
        "sqs:*",
        arn,
        ANYBODY,
        {"Bool": {"aws:SecureTransport": "false"}},
    )
