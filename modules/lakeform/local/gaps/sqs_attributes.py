"""Attributes of SQS queues: sqs:SetQueueAttributes, GetQueueAttributes.

moto never returns `RedriveAllowPolicy`, for which Terraform's provider waits until it gives up;
forgets a queue's policy as soon as any other attribute is set; and respells the redrive policy.
"""

from __future__ import annotations

from typing import Any

from moto.sqs.models import Queue

from lakeform.local.gaps.gap import Gap, replace


def apply() -> None:
    set_attributes = Queue._set_attributes
    attributes = vars(Queue)["attributes"].fget

    def set_and_keep(self: Queue, given: dict[str, Any], now: float | None = None) -> None:
        policy = getattr(self, "policy", None)
        set_attributes(self, given, now)
        if "Policy" not in given:
            self.policy = policy
        if "RedrivePolicy" in given:
            vars(self)["lakeform_redrive_policy"] = given["RedrivePolicy"]

    def as_given(self: Queue) -> dict[str, Any]:
        known: dict[str, Any] = attributes(self)
        text = vars(self).get("lakeform_redrive_policy")
        if "RedrivePolicy" in known and isinstance(text, str):
            known["RedrivePolicy"] = text
        if not known.get("RedriveAllowPolicy"):
            known.pop("RedriveAllowPolicy", None)
        return known

    if "RedriveAllowPolicy" not in Queue.BASE_ATTRIBUTES:
        Queue.BASE_ATTRIBUTES.append("RedriveAllowPolicy")
    replace(
        Queue,
        redrive_allow_policy=None,
        _set_attributes=set_and_keep,
        attributes=property(as_given),
    )


GAP = Gap(
    name="SQS queue attributes",
    resources=("aws_sqs_queue", "aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy"),
    corrected=("sqs:SetQueueAttributes", "sqs:GetQueueAttributes"),
    apply=apply,
)
