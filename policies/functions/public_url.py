from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource


class NoPublicUrls(Policy):
    """No function has a URL that everybody may call.

    With `authorization_type = "NONE"`, Lambda asks nobody who he is: whoever knows the URL runs the
    function, with all rights of its role on the lake. `AWS_IAM` lets in those who may
    `lambda:InvokeFunctionUrl`.
    """

    id = "LAKE_LAMBDA_2"
    title = "Function URLs ask who calls"
    severity = Severity.CRITICAL
    types = ("aws_lambda_function_url",)
    controls = controls.PUBLIC_ACCESS

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judged(
            resource.get("authorization_type"),
            lambda chosen: chosen == "AWS_IAM",
            "everybody may call its URL, as its authorization_type isn't AWS_IAM",
            subject="who may call its URL",
        )
