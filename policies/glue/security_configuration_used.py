from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Mark, Resource


class SecurityConfigurationUsed(Policy):
    """Jobs, crawlers and development endpoints have a security configuration.

    Without one, what they write to S3 and to their logs, and the bookmarks of jobs, isn't encrypted
    with a key of the lake.
    """

    id = "LAKE_GLUE_4"
    title = "Jobs and crawlers have a security configuration"
    severity = Severity.MEDIUM
    types = ("aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job")
    controls = controls.ENCRYPTION_AT_REST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        used = resource.get("security_configuration")
        if isinstance(used, Mark):
            if resource.written.references.get("security_configuration"):
                return PASSED
            return unknown("its security configuration is known only after apply")
        return PASSED if used else failed("it has no security configuration")
