"""Tags of scalable targets: application-autoscaling:ListTagsForResource, TagResource, Untag….

moto has no tags of targets; Terraform's provider reads them after each registration.
"""

from __future__ import annotations

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, state_of


def _tags(self: ApplicationAutoScalingResponse, arn: str) -> dict[str, str]:
    backend = self.applicationautoscaling_backend
    tags: dict[str, dict[str, str]] = state_of(backend, dict, "tags")
    return tags.setdefault(arn, {})


def _list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
    return json.dumps({"Tags": _tags(self, body_of(self)["ResourceARN"])})


def _tag_resource(self: ApplicationAutoScalingResponse) -> str:
    request = body_of(self)
    _tags(self, request["ResourceARN"]).update(request["Tags"])
    return "{}"


def _untag_resource(self: ApplicationAutoScalingResponse) -> str:
    request = body_of(self)
    tags = _tags(self, request["ResourceARN"])
    for key in request["TagKeys"]:
        tags.pop(key, None)
    return "{}"


def apply() -> None:
    register = ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self: ApplicationAutoScalingResponse) -> str:
        answer = register(self)
        arn = json.loads(answer)["ScalableTargetARN"]
        _tags(self, arn).update(body_of(self).get("Tags", {}))
        return answer

    add_calls(
        ApplicationAutoScalingResponse,
        {
            "register_scalable_target": register_scalable_target,
            "list_tags_for_resource": _list_tags_for_resource,
            "tag_resource": _tag_resource,
            "untag_resource": _untag_resource,
        },
    )


GAP = Gap(
    name="Tags of scalable targets",
    resources=("aws_appautoscaling_target",),
    missing=(
        "application-autoscaling:ListTagsForResource",
        "application-autoscaling:TagResource",
        "application-autoscaling:UntagResource",
    ),
    corrected=("application-autoscaling:RegisterScalableTarget",),
    apply=apply,
)
