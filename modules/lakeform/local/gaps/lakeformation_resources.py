"""Registered locations: lakeformation:RegisterResource, DescribeResource, UpdateResource.

moto keeps the location and its role only: hybrid access, federation and the service-linked role are
lost, and it can't update. The service-linked role's name is AWS's.
"""

from __future__ import annotations

import json
from typing import Any

import moto.lakeformation.urls as urls
from moto.lakeformation.exceptions import AlreadyExists
from moto.lakeformation.models import Resource
from moto.lakeformation.responses import LakeFormationResponse

from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of, now_seconds
from lakeform.local.gaps.lakeformation_objects import NoSuchEntity

Json = dict[str, Any]

_SERVICE_LINKED_ROLE = (
    "arn:{partition}:iam::{account}:role/aws-service-role/lakeformation.amazonaws.com/"
    "AWSServiceRoleForLakeFormationDataAccess"
)
_FLAGS = ("HybridAccessEnabled", "WithFederation", "WithPrivilegedAccess")


class RegisteredLocation(Resource):
    """A registered location with everything that DescribeResource reports."""

    def __init__(self, arn: str, role_arn: str, flags: dict[str, bool]) -> None:
        super().__init__(arn, role_arn)
        self.flags = flags
        self.modified = now_seconds()

    def to_dict(self) -> Json:
        return {**super().to_dict(), **self.flags, "LastModified": self.modified}


def _register_resource(self: LakeFormationResponse) -> str:
    request = body_of(self)
    arn = request["ResourceArn"]
    if arn in self.lakeformation_backend.resources:
        raise AlreadyExists("Resource is already registered")
    self.lakeformation_backend.resources[arn] = _location(self, request)
    return "{}"


def _update_resource(self: LakeFormationResponse) -> str:
    request = body_of(self)
    arn = request["ResourceArn"]
    if arn not in self.lakeformation_backend.resources:
        raise NoSuchEntity(f"{arn} is not registered")
    self.lakeformation_backend.resources[arn] = _location(self, request)
    return "{}"


def _location(self: LakeFormationResponse, request: Json) -> RegisteredLocation:
    role = request.get("RoleArn") or _SERVICE_LINKED_ROLE.format(
        partition=self.partition, account=self.current_account
    )
    flags = {flag: request[flag] for flag in _FLAGS if request.get(flag) is not None}
    return RegisteredLocation(request["ResourceArn"], role, flags)


def _list_resources(self: LakeFormationResponse) -> str:
    listed = [location.to_dict() for location in self.lakeformation_backend.resources.values()]
    return json.dumps({"ResourceInfoList": listed})


def apply() -> None:
    add_calls(
        LakeFormationResponse,
        {
            "register_resource": _register_resource,
            "update_resource": _update_resource,
            "list_resources": _list_resources,
        },
    )
    add_paths(urls, LakeFormationResponse, ("/UpdateResource",))


GAP = Gap(
    name="Lake Formation registered locations",
    resources=("aws_lakeformation_resource",),
    missing=("lakeformation:UpdateResource",),
    corrected=("lakeformation:RegisterResource", "lakeformation:DescribeResource"),
    apply=apply,
)
