from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import bucket_of, buckets_behind, key_of
from lakeform.gate.facts.values import is_left_out, name
from lakeform.plan import Mark, Resource


class LocationsAreRegistered(Policy):
    """What the catalogue's tables and databases point to is registered with Lake Formation.

    On a location that isn't registered, Lake Formation decides who sees the table, but not who
    reads the data: that is left to IAM and bucket policies, and filters of rows and columns don't
    hold there. Judged where the plan uses Lake Formation at all. Tables that crawlers will make,
    and locations that another configuration registers, can't be seen.
    """

    id = "LAKE_LF_12"
    title = "Catalogued data lies in registered locations"
    severity = Severity.MEDIUM
    types = ("aws_glue_catalog_database", "aws_glue_catalog_table")
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        registered = case.plan.of_type("aws_lakeformation_resource")
        if not registered and not case.plan.of_type(
            "aws_lakeformation_data_lake_settings", "aws_lakeformation_permissions"
        ):
            return PASSED
        if resource.type == "aws_glue_catalog_database":
            attribute, value = "location_uri", resource.get("location_uri")
            if is_left_out(resource, attribute):
                return PASSED
        else:
            attribute = "storage_descriptor"
            value = resource.block(attribute).get("location", resource.get(attribute))
        if value is Mark.UNKNOWN:
            return unknown("its location is known only after apply")
        location = name(value) or ""
        bucket = bucket_of(location)
        if bucket is None:
            return PASSED
        is_open = False
        for place in registered:
            arn = name(place.get("arn"))
            if arn is None:
                behind = buckets_behind(place, "arn", case)
                is_open |= not behind or bucket in {name(one.get("bucket")) for one in behind}
            elif _is_inside(location, arn):
                return PASSED
        if is_open:
            return unknown("which part of the bucket is registered is known only after apply")
        return failed(f"{location} isn't in a registered location")


def _is_inside(location: str, arn: str) -> bool:
    place = arn.partition(":s3:::")[2].strip("/")
    bucket, _, prefix = place.partition("/")
    inside = f"{key_of(location)}/"
    return bucket_of(location) == bucket and (not prefix or inside.startswith(f"{prefix}/"))
