from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.callers import is_narrowed
from lakeform.gate.facts.identity import trust
from lakeform.plan import Resource


class ServicesActForTheOwnAccount(Policy):
    """A role that a service assumes says for whose resources.

    A service acts for all its customers: without `aws:SourceAccount` or `aws:SourceArn`, one of
    them may lead it to use your role for his resources. Judged for services whose documentation
    shows the condition in a trust policy; most also need `iam:PassRole` of your account first, so
    this is defence in depth.
    """

    id = "LAKE_IAM_7"
    title = "Roles of services name the account that they act for"
    severity = Severity.LOW
    types = ("aws_iam_role",)
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = trust(resource, case)
        if document is None:
            return unknown("who may assume it is known only after apply")
        for statement in document.allows:
            services = set(statement.principals.get("Service", ())) & _SERVICES
            if services and not is_narrowed(statement, _SOURCES):
                return failed(f"{sorted(services)[0]} assumes it for whomever it acts")
        return PASSED


_SOURCES = (
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "sts:externalid",  # what Data Firehose sends: the account's number
)
_SERVICES = frozenset(
    f"{service}.amazonaws.com"
    for service in (
        "cloudtrail",
        "delivery.logs",
        "dms",
        "firehose",
        "lakeformation",
        "pipes",
        "sagemaker",
        "scheduler",
        "states",
        "vpc-flow-logs",
    )
)
