"""RAM shares: ram:AssociateResourceShare, DisassociateResourceShare, their tags and permissions.

moto makes shares and lists their associations, and can neither add nor remove one afterwards; it
returns every share, deleted ones too, whichever was asked for, and has no tags. Sharing ends here:
the other account doesn't exist, so nobody accepts an invitation.
"""

from __future__ import annotations

import json
from typing import Any

import moto.ram.urls as urls
from moto.ram.exceptions import UnknownResourceException
from moto.ram.models import ManagedPermission, ResourceShare
from moto.ram.responses import ResourceAccessManagerResponse

from lakeform.local.gaps.gap import Gap, add_calls, add_paths

Json = dict[str, Any]


def _share(self: ResourceAccessManagerResponse, arn: str) -> ResourceShare:
    for share in self.ram_backend.resource_shares:
        if share.arn == arn and share.status != "DELETED":
            return share
    raise UnknownResourceException(f"ResourceShare {arn} could not be found.")


def _tags(share: ResourceShare) -> dict[str, str]:
    tags: dict[str, str] = vars(share).setdefault("lakeform_tags", {})
    return tags


def _permissions(share: ResourceShare) -> list[str]:
    permissions: list[str] = vars(share).setdefault("lakeform_permissions", [])
    return permissions


def _described(share: ResourceShare) -> Json:
    tags = [{"key": key, "value": value} for key, value in sorted(_tags(share).items())]
    return {**share.describe(), "tags": tags}


def _get_resource_shares(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    if request["resourceOwner"] == "OTHER-ACCOUNTS":
        return json.dumps({"resourceShares": []})
    wanted = request.get("resourceShareArns")
    shares = [
        share
        for share in self.ram_backend.resource_shares
        if (not wanted or share.arn in wanted)
        and request.get("name") in (None, share.name)
        and request.get("resourceShareStatus") in (None, share.status)
    ]
    if wanted and not shares:
        raise UnknownResourceException(f"ResourceShare {wanted[0]} could not be found.")
    return json.dumps({"resourceShares": [_described(share) for share in shares]})


def _update_resource_share(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    share = _share(self, request["resourceShareArn"])
    external = request.get("allowExternalPrincipals", share.allow_external_principals)
    share.update(external, request.get("name", share.name))
    return json.dumps({"resourceShare": share.describe()})


def _delete_resource_share(self: ResourceAccessManagerResponse) -> str:
    share = _share(self, self._get_param("resourceShareArn"))
    share.delete()
    share.principals.clear()
    share.resource_arns.clear()
    return json.dumps({"returnValue": True})


def _associate_resource_share(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    share = _share(self, request["resourceShareArn"])
    principals = [p for p in request.get("principals", ()) if p not in share.principals]
    resources = [arn for arn in request.get("resourceArns", ()) if arn not in share.resource_arns]
    share.add_principals(principals)
    share.add_resources(resources)
    return _associations(self, share, principals, resources, "ASSOCIATED")


def _disassociate_resource_share(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    share = _share(self, request["resourceShareArn"])
    principals = [p for p in request.get("principals", ()) if p in share.principals]
    resources = [arn for arn in request.get("resourceArns", ()) if arn in share.resource_arns]
    if not principals and not resources:
        raise UnknownResourceException("The association could not be found.")
    for principal in principals:
        share.principals.remove(principal)
    for arn in resources:
        share.resource_arns.remove(arn)
    return _associations(self, share, principals, resources, "DISASSOCIATED")


def _associations(
    self: ResourceAccessManagerResponse,
    share: ResourceShare,
    principals: list[str],
    resources: list[str],
    status: str,
) -> str:
    common = {"resourceShareArn": share.arn, "resourceShareName": share.name, "status": status}
    return json.dumps(
        {
            "resourceShareAssociations": [
                *(
                    {
                        **common,
                        "associatedEntity": p,
                        "associationType": "PRINCIPAL",
                        "external": self.current_account not in p,
                    }
                    for p in principals
                ),
                *(
                    {**common, "associatedEntity": arn, "associationType": "RESOURCE"}
                    for arn in resources
                ),
            ]
        }
    )


def _list_resource_share_permissions(self: ResourceAccessManagerResponse) -> str:
    share = _share(self, self.request_params["resourceShareArn"])
    known = {p.arn: p for p in self.ram_backend.managed_permissions}
    listed = [_permission(arn, known.get(arn)) for arn in _permissions(share)]
    return json.dumps({"permissions": listed})


def _permission(arn: str, known: ManagedPermission | None) -> Json:
    if known is None:
        return {"arn": arn, "name": arn.rpartition("/")[2], "version": "1", "status": "ASSOCIATED"}
    return {
        "arn": arn,
        "name": known.name,
        "version": known.version,
        "defaultVersion": known.default_version,
        "resourceType": known.resource_type,
        "status": "ASSOCIATED",
    }


def _associate_resource_share_permission(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    permissions = _permissions(_share(self, request["resourceShareArn"]))
    if request["permissionArn"] not in permissions:
        permissions.append(request["permissionArn"])
    return json.dumps({"returnValue": True})


def _disassociate_resource_share_permission(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    permissions = _permissions(_share(self, request["resourceShareArn"]))
    if request["permissionArn"] in permissions:
        permissions.remove(request["permissionArn"])
    return json.dumps({"returnValue": True})


def _tag_resource(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    share = _share(self, request["resourceShareArn"])
    _tags(share).update({tag["key"]: tag["value"] for tag in request["tags"]})
    return "{}"


def _untag_resource(self: ResourceAccessManagerResponse) -> str:
    request = self.request_params
    share = _share(self, request["resourceShareArn"])
    for key in request["tagKeys"]:
        _tags(share).pop(key, None)
    return "{}"


def apply() -> None:
    create = ResourceAccessManagerResponse.create_resource_share

    def create_resource_share(self: ResourceAccessManagerResponse) -> str:
        answer = create(self)
        request = self.request_params
        share = self.ram_backend.resource_shares[-1]
        _tags(share).update({tag["key"]: tag["value"] for tag in request.get("tags", ())})
        _permissions(share).extend(request.get("permissionArns", ()))
        return answer

    add_calls(
        ResourceAccessManagerResponse,
        {
            "create_resource_share": create_resource_share,
            "get_resource_shares": _get_resource_shares,
            "update_resource_share": _update_resource_share,
            "delete_resource_share": _delete_resource_share,
            "associate_resource_share": _associate_resource_share,
            "disassociate_resource_share": _disassociate_resource_share,
            "list_resource_share_permissions": _list_resource_share_permissions,
            "associate_resource_share_permission": _associate_resource_share_permission,
            "disassociate_resource_share_permission": _disassociate_resource_share_permission,
            "tag_resource": _tag_resource,
            "untag_resource": _untag_resource,
        },
    )
    add_paths(
        urls,
        ResourceAccessManagerResponse,
        (
            "/associateresourceshare",
            "/disassociateresourceshare",
            "/listresourcesharepermissions",
            "/associateresourcesharepermission",
            "/disassociateresourcesharepermission",
            "/tagresource",
            "/untagresource",
        ),
    )


GAP = Gap(
    name="RAM shares",
    resources=(
        "aws_ram_resource_share",
        "aws_ram_principal_association",
        "aws_ram_resource_association",
    ),
    missing=(
        "ram:AssociateResourceShare",
        "ram:DisassociateResourceShare",
        "ram:ListResourceSharePermissions",
        "ram:AssociateResourceSharePermission",
        "ram:DisassociateResourceSharePermission",
        "ram:TagResource",
        "ram:UntagResource",
    ),
    corrected=(
        "ram:CreateResourceShare",
        "ram:GetResourceShares",
        "ram:UpdateResourceShare",
        "ram:DeleteResourceShare",
    ),
    apply=apply,
)
