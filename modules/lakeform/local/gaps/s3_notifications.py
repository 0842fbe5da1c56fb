"""EventBridge in a bucket's notifications: s3:GetBucketNotificationConfiguration.

moto keeps the switch, sends the events, and leaves it out when asked. An empty element is all that
AWS answers, too.
"""

from __future__ import annotations

from typing import Any

from moto.s3.responses import S3Response

from lakeform.local.gaps.gap import Gap, replace

_SWITCH = b"<EventBridgeConfiguration></EventBridgeConfiguration>"
_END = b"</NotificationConfiguration>"


def apply() -> None:
    original = S3Response.get_bucket_notification

    def get_bucket_notification(self: S3Response) -> Any:
        status, headers, body = original(self)
        kept = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if kept is None or kept.event_bridge is None:
            return status, headers, body
        text = body.encode() if isinstance(body, str) else body
        if _END in text:
            return status, headers, text.replace(_END, _SWITCH + _END)
        root = b'<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        return status, headers, root + _SWITCH + _END

    replace(S3Response, get_bucket_notification=get_bucket_notification)


GAP = Gap(
    name="S3 notifications to EventBridge",
    resources=("aws_s3_bucket_notification",),
    corrected=("s3:GetBucketNotificationConfiguration",),
    apply=apply,
)
