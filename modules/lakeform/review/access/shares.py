"""Access that a resource gives by a list of accounts or principals, rather than by a policy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.review.access.change import Area
from lakeform.review.access.principals import Principals
from lakeform.review.access.source import Fact, Read, Source
from lakeform.review.access.states import UNKNOWN, Sides, State, known, strings

_EVERYONE = frozenset({"*", "all", "All"})
_EXCHANGE = "ADX"
"""How Redshift calls whoever subscribes to data on AWS Data Exchange."""


def _listed(attribute: str, what: str, subject: str, *types: str) -> Read:
    """Reads the principals in one attribute, a list or a single one.

    Args:
        what: what they gain; `{}` stands for what `subject` names.
    """

    def read(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
        if sides.is_only_read(state, attribute):
            return
        value = state.values.get(attribute)
        name = sides.name(state, state.values.get(subject), subject, *types)
        if name == UNKNOWN:
            name = state.address
        for principal in _names(value):
            who, named = _who(principal, principals)
            yield who, what.format(name), named

    return read


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else strings(value)


def _who(principal: str, principals: Principals) -> tuple[str, str]:
    if principal in _EVERYONE:
        return principals.text("*"), "*"
    if principal == _EXCHANGE:
        return "whoever subscribes on AWS Data Exchange", "*"
    return principals.text(principal), principal


def _image(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    image = sides.name(state, state.values.get("image_id"), "image_id", *_IMAGES)
    for attribute in ("account_id", "group", "organization_arn", "organizational_unit_arn"):
        for principal in _names(state.values.get(attribute)):
            who, named = _who(principal, principals)
            yield who, f"instances of the image {image}", named


def _events(_: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    who, named = _who(known(state.values.get("principal")) or UNKNOWN, principals)
    for condition in state.blocks("condition"):
        who = f"{who} with {condition.get('key')} {condition.get('value')}"
    action = known(state.values.get("action")) or "events:PutEvents"
    bus = known(state.values.get("event_bus_name")) or "default"
    yield who, f"{action} on the event bus {bus}", named


def _layer(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    who, named = _who(known(state.values.get("principal")) or UNKNOWN, principals)
    organization = known(state.values.get("organization_id"))
    if organization is not None:
        who = f"{who} of the organization {organization}"
    layer = sides.name(state, state.values.get("layer_name"), "layer_name", *_LAYERS)
    action = known(state.values.get("action")) or UNKNOWN
    yield who, f"{action} on the layer {layer}", named


def _document(_: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    """`account_ids` are ids with commas between them, or `All`."""
    shared = state.block("permissions") or {}
    for account in (known(shared.get("account_ids")) or "").split(","):
        if account.strip():
            who, named = _who(account.strip(), principals)
            yield who, f"the SSM document {known(state.values.get('name')) or UNKNOWN}", named


def _location(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    attribute = "access_grants_location_id"
    place = sides.name(
        state, state.values.get(attribute), attribute, "aws_s3control_access_grants_location"
    )
    inner = state.block("access_grants_location_configuration") or {}
    below = known(inner.get("s3_sub_prefix"))
    permission = known(state.values.get("permission")) or UNKNOWN
    for grantee in state.blocks("grantee"):
        principal = known(grantee.get("grantee_identifier")) or UNKNOWN
        what = f"{permission} on {below or 'all'} of the S3 location {place}"
        yield principals.text(principal), what, principal


def _dashboards(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    if sides.is_only_read(state, "permissions"):
        return
    name = known(state.values.get("name")) or state.address
    kind = state.type.removeprefix("aws_quicksight_").replace("_", " ")
    for block in state.blocks("permissions"):
        principal = known(block.get("principal")) or UNKNOWN
        for action in strings(block.get("actions")):
            yield principals.text(principal), f"{action} on the {kind} {name}", principal


def _collections(_: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    """OpenSearch Serverless has a list of rules of its own, rather than statements."""
    text = state.document("policy")
    if text is None and "policy" in state.values:
        yield UNKNOWN, f"what {state.address} says", ""
    for entry in _entries(text):
        for rule in _mappings(entry.get("Rules")):
            for permission in _list(rule.get("Permission")):
                for resource in _list(rule.get("Resource")):
                    for principal in _list(entry.get("Principal")):
                        what = f"{permission} on {resource}"
                        yield principals.text(principal), what, principal


def _entries(text: str | None) -> Iterator[Mapping[str, Any]]:
    try:
        record = json.loads(text or "[]")
    except ValueError:
        return
    yield from _mappings(record if isinstance(record, list) else [record])


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in _list(value) if isinstance(each, Mapping))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_IMAGES = ("aws_ami", "aws_ami_copy", "aws_ami_from_instance")
_LAYERS = ("aws_lambda_layer_version",)
_SNAPSHOTS = ("aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import")
_SERVICE = "aws_vpc_endpoint_service"
_DOMAIN = "aws_opensearch_domain"
_CLUSTER = "aws_redshift_cluster"

SHARES: tuple[Source, ...] = (
    Source("aws_ami_launch_permission", Area.SHARING, _image),
    Source("aws_cloudwatch_event_permission", Area.RESOURCE, _events),
    *(
        Source(
            kind,
            Area.SHARING,
            _listed("shared_accounts", "the snapshot {}", name),
            decides="shared_accounts",
        )
        for kind, name in (
            ("aws_db_cluster_snapshot", "db_cluster_snapshot_identifier"),
            ("aws_db_snapshot", "db_snapshot_identifier"),
            ("aws_db_snapshot_copy", "target_db_snapshot_identifier"),
            ("aws_rds_cluster_snapshot_copy", "target_db_cluster_snapshot_identifier"),
        )
    ),
    Source(
        "aws_lambda_layer_version_permission",
        Area.RESOURCE,
        _layer,
        ("layer_name", _LAYERS),
    ),
    Source(
        "aws_opensearch_authorize_vpc_endpoint_access",
        Area.SHARING,
        _listed("account", "endpoints to the domain {}", "domain_name", _DOMAIN),
        ("domain_name", (_DOMAIN,)),
    ),
    Source("aws_opensearchserverless_access_policy", Area.RESOURCE, _collections),
    *(
        Source(
            f"aws_quicksight_{kind}",
            Area.SHARING,
            _dashboards,
            decides="permissions",
            is_subject=True,
        )
        for kind in (
            "analysis",
            "dashboard",
            "data_set",
            "data_source",
            "folder",
            "template",
            "theme",
        )
    ),
    Source(
        "aws_redshift_data_share_authorization",
        Area.SHARING,
        _listed("consumer_identifier", "the data share {}", "data_share_arn"),
    ),
    Source(
        "aws_redshift_endpoint_authorization",
        Area.SHARING,
        _listed("account", "endpoints to the cluster {}", "cluster_identifier", _CLUSTER),
        ("cluster_identifier", (_CLUSTER,)),
    ),
    Source("aws_s3control_access_grant", Area.RESOURCE, _location),
    Source(
        "aws_snapshot_create_volume_permission",
        Area.SHARING,
        _listed("account_id", "the snapshot {}", "snapshot_id", *_SNAPSHOTS),
    ),
    Source("aws_ssm_document", Area.SHARING, _document, decides="permissions", is_subject=True),
    Source(
        _SERVICE,
        Area.SHARING,
        _listed("allowed_principals", "connections to the endpoint service {}", "service_name"),
        decides="allowed_principals",
        is_subject=True,
    ),
    Source(
        "aws_vpc_endpoint_service_allowed_principal",
        Area.SHARING,
        _listed(
            "principal_arn",
            "connections to the endpoint service {}",
            "vpc_endpoint_service_id",
            _SERVICE,
        ),
        ("vpc_endpoint_service_id", (_SERVICE,)),
    ),
)
"""Type by type, what it lets whom do."""
