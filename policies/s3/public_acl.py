from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Mark, Resource


class NoAclIsPublic(Policy):
    """No access control list opens a bucket or an object to everybody.

    Such an ACL counts as soon as ACLs are on and the block of public access is off, both of which
    may be decided in another stack. Everybody with an AWS account is everybody, too.
    """

    id = "LAKE_S3_15"
    title = "No ACL opens a bucket or an object to everybody"
    severity = Severity.HIGH
    types = (
        "aws_s3_bucket",
        "aws_s3_bucket_acl",
        "aws_s3_bucket_object",
        "aws_s3_object",
        "aws_s3_object_copy",
    )
    controls = controls.PUBLIC_ACCESS

    def judge(self, resource: Resource, case: Case) -> Verdict:
        # Inside a bucket, what nobody wrote is what its last state says, and another resource owns.
        if resource.type == "aws_s3_bucket" and not _WRITTEN & resource.written.expressions.keys():
            return PASSED
        acl = resource.get("acl")
        if acl in _CANNED:
            return failed(f"its ACL is {acl}")
        is_open = isinstance(acl, Mark) and not resource.leaves_out("acl")
        for group, permission in _groups(resource):
            if isinstance(group, Mark):
                is_open = True
            elif isinstance(group, str) and group.rpartition("/")[2] in _EVERYBODY:
                return failed(
                    f"its ACL gives {permission} to {_EVERYBODY[group.rpartition('/')[2]]}"
                )
        for block in ("access_control_policy", "grant"):
            is_open |= isinstance(resource.get(block), Mark) and not resource.leaves_out(block)
        return unknown("its ACL is known only after apply") if is_open else PASSED


_CANNED = ("authenticated-read", "public-read", "public-read-write")
_WRITTEN = {"acl", "grant"}
_EVERYBODY = {"AllUsers": "everybody", "AuthenticatedUsers": "everybody with an AWS account"}
"""The last part of a predefined group's URI → whom it has."""


def _groups(resource: Resource) -> Iterator[tuple[Any, str]]:
    """The groups that grants name, by URI, and what each may do."""
    for grant in resource.blocks("access_control_policy", "grant"):
        for grantee in _blocks(grant, "grantee"):
            yield grantee.get("uri"), str(grant.get("permission"))
    for grant in resource.blocks("grant"):
        permissions = grant.get("permissions")
        given = permissions if isinstance(permissions, list) else [grant.get("permission")]
        yield grant.get("uri"), ", ".join(str(each) for each in given)


def _blocks(block: Mapping[str, Any], attribute: str) -> Iterator[Mapping[str, Any]]:
    found = block.get(attribute)
    for inner in found if isinstance(found, list) else [found]:
        if isinstance(inner, Mapping):
            yield inner
