from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_known, is_set
from lakeform.plan import Resource


class RequiredTags(Policy):
    """Every resource that can have tags has the required ones, with a value.

    Tags say whose a resource is and what it is for; costs and access are counted by them. The
    provider's default tags count. Keys are compared without case. Objects in buckets are left out:
    their tags are about the data.
    """

    id = "LAKE_TAG_1"
    title = "Resources have the required tags"
    severity = Severity.MEDIUM
    types = ("aws_*",)
    controls = controls.INVENTORY
    fix = "owner: TEAM"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if "tags_all" not in resource.values or resource.type in _DATA:
            return PASSED
        tags = resource.get("tags_all", default={})
        if not isinstance(tags, Mapping):
            # The provider leaves open what comes out when neither it nor the resource has any tag.
            tags = resource.get("tags", default={})
            if tags or not is_known(tags):
                return unknown("its tags are known only after apply")
        found = {key.lower() for key, value in tags.items() if is_set(value)}
        missing = [key for key in case.settings.required_tags if key.lower() not in found]
        return failed(f"it lacks the tags {', '.join(missing)}") if missing else PASSED


_DATA = ("aws_s3_bucket_object", "aws_s3_object", "aws_s3_object_copy")
