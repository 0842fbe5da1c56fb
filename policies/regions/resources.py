from __future__ import annotations

import re

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import judged
from lakeform.plan import Resource

_ZONE = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d)[a-z]?")
_SERVICE = re.compile(r"com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\.")


class Resources(Policy):
    """What says which region it is in says an allowed one.

    Laws and contracts say where data may be. Subnets, volumes and endpoints are judged, by their
    zone, service name or ARN; what else is in the network is with them. Most other resources don't
    tell: they are where the provider's configuration says. With no regions in the settings, all
    are allowed.
    """

    id = "LAKE_REGION_1"
    title = "Resources are in the allowed regions"
    severity = Severity.HIGH
    types = ("aws_ebs_volume", "aws_subnet", "aws_vpc_endpoint")
    controls = controls.DATA_LOCATION
    fix = "environments.NAME.region: REGION"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        allowed = case.settings.regions
        if not allowed:
            return PASSED
        region = self._region(resource)
        if region is None:
            return unknown("the plan doesn't say which region it is in")
        return judged(
            region,
            lambda region: region in allowed,
            f"it is in {region}, which isn't allowed",
            subject="its region",
        )

    @staticmethod
    def _region(resource: Resource) -> str | None:
        for name in ("region", "availability_zone"):
            found = _ZONE.fullmatch(resource.get(name, default=""))
            if found:
                return found.group(1)
        found = _SERVICE.match(resource.get("service_name", default=""))
        if found:
            return found.group(1)
        parts = resource.get("arn", default="").split(":")
        return parts[3] if len(parts) > 5 else None
