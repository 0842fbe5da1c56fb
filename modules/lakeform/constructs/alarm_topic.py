"""An encrypted SNS topic that alarms are sent to."""

from __future__ import annotations

from collections.abc import Iterable

from lakeform.aws.base import inside
from lakeform.aws.sns import SnsTopic, SnsTopicPolicy, SnsTopicSubscription
from lakeform.constructs.encryption import Key
from lakeform.constructs.iam import ANYBODY, Conditions, policy_document, statement
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id


class AlarmTopic(Construct):
    """A topic, who may send to it, and who is told.

    Args:
        name: what follows the lake's prefix in its name; with `_` for `-`, its name in Terraform.
        key: what encrypts it. Whoever sends must be let in there too.

    Attributes:
        topic: the topic.
    """

    def __init__(self, scope: Construct, id: str, names: Names, name: str, *, key: Key) -> None:
        super().__init__(scope, id)
        self._id = name.replace("-", "_")
        self._arn = names.arn("sns", names.name(name))
        self.topic = SnsTopic(
            self,
            "topic",
            logical_id=self._id,
            name=names.name(name),
            kms_master_key_id=key.alias,
            depends_on=[key.alias_address],
        )

    def admit(self, service: str, conditions: Conditions | None = None) -> SnsTopicPolicy:
        """Let a service send, `cloudwatch.amazonaws.com` for example, and nobody else."""
        sid = service.partition(".")[0].capitalize()
        return SnsTopicPolicy(
            self,
            "policy",
            logical_id=self._id,
            arn=inside(self.topic, "arn"),
            policy=policy_document(
                statement(sid, "Allow", "sns:Publish", self._arn, {"Service": service}, conditions),
                statement(
                    "DenyInsecureTransport",
                    "Deny",
                    "sns:Publish",
                    self._arn,
                    ANYBODY,
                    {"Bool": {"aws:SecureTransport": "false"}},
                ),
            ),
        )

    def tell(self, emails: Iterable[str]) -> None:
        """Write to these addresses, once they have confirmed it."""
        for email in sorted(set(emails)):
            SnsTopicSubscription(
                self,
                f"mail-{email}",
                logical_id=logical_id(self._id, "".join(c if c.isalnum() else "_" for c in email)),
                topic_arn=inside(self.topic, "arn"),
                protocol="email",
                endpoint=email,
            )
