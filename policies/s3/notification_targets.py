from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.accounts import Whose, whose
from lakeform.gate.facts.values import blocks, name
from lakeform.plan import Resource


class NotificationsStayInTrustedAccounts(Policy):
    """Notifications of a bucket go to queues, topics and functions of trusted accounts.

    A notification has the key of every new object, which often tells what it holds.
    """

    id = "LAKE_S3_14"
    title = "Notifications go to trusted accounts only"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket_notification",)
    controls = controls.SHARING

    def judge(self, resource: Resource, case: Case) -> Verdict:
        is_open = ""
        for attribute, key in (
            ("lambda_function", "lambda_function_arn"),
            ("queue", "queue_arn"),
            ("topic", "topic_arn"),
        ):
            for target in blocks(resource, attribute):
                arn = name(target.get(key))
                if arn is None:
                    if not resource.written.references.get(attribute):
                        is_open = f"the {attribute} is known only after apply"
                    continue
                kind = whose(arn, case)
                if kind is Whose.FOREIGN:
                    return failed(f"{arn} is in an account that isn't trusted")
                if kind is Whose.UNKNOWN:
                    is_open = f"the plan doesn't say whether {arn} is in the own account"
        return unknown(is_open) if is_open else PASSED
