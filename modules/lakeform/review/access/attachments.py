"""Access that comes with a single resource: KMS grants, shares, invocations, memberships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.principals import Principals
from lakeform.review.access.rights import location
from lakeform.review.access.shares import SHARES
from lakeform.review.access.source import Fact, Source
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known, strings


def attachment_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """What somebody gains by a resource that comes, and loses by one that goes."""
    for source in _SOURCES:
        before = _facts(sides, Side.BEFORE, source, principals)
        after = _facts(sides, Side.AFTER, source, principals)
        for fact in sorted({*before, *after}):
            if (fact in before) == (fact in after):
                continue
            came = fact in after
            who, what, principal = fact
            address = (after if came else before)[fact]
            verb = "gains" if came else "loses"
            if source.limits:
                verb = "is limited by" if came else "is no longer limited by"
            yield AccessChange(
                area=source.area,
                turn=Turn.LOSES if came is source.limits else Turn.GAINS,
                who=who,
                text=f"{who} {verb} {what}",
                addresses=(address,),
                on_new=came and _is_on_new(source, sides, address),
                whose=principals.whose(principal),
            )


def _is_on_new(source: Source, sides: Sides, address: str) -> bool:
    """Whether the plan makes what somebody gets at, so that no data that exists is opened."""
    if source.subject is None:
        return source.is_subject and sides.is_new(address)
    return sides.makes(address, source.subject[0], *source.subject[1])


def _facts(sides: Sides, side: Side, source: Source, principals: Principals) -> dict[Fact, str]:
    return {
        fact: state.address
        for state in sides.of(side, source.type)
        for fact in source.read(sides, state, principals)
    }


def _bounded(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    boundary = state.values.get("permissions_boundary")
    if boundary is None or boundary == "":
        return
    name = sides.name(state, state.values.get("name"), "name")
    who = principals.role(name) if state.type == "aws_iam_role" else f"user {name}"
    arn = sides.name(state, boundary, "permissions_boundary", "aws_iam_policy")
    yield who, f"the permissions boundary {arn.rpartition('/')[2]}", ""


def _kms_grant(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    principal = known(state.values.get("grantee_principal"))
    who = principals.text(principal) if principal else principals.of(state, "grantee_principal")
    operations = ", ".join(strings(state.values.get("operations")))
    key = sides.name(state, state.values.get("key_id"), "key_id", "aws_kms_key")
    yield who, f"{operations} on the key {key}", principal or ""


def _lambda_permission(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    principal = known(state.values.get("principal")) or UNKNOWN
    function = sides.name(
        state, state.values.get("function_name"), "function_name", "aws_lambda_function"
    )
    source = known(state.values.get("source_arn"))
    limit = f" for {source}" if source else ""
    action = known(state.values.get("action")) or UNKNOWN
    yield principals.text(principal), f"{action} on {function}{limit}", principal


def _ram(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    principal = known(state.values.get("principal")) or UNKNOWN
    share = sides.name(
        state,
        state.values.get("resource_share_arn"),
        "resource_share_arn",
        "aws_ram_resource_share",
    )
    yield principals.text(principal), f"what the RAM share {share} holds", principal


def _membership(sides: Sides, state: State, _: Principals) -> Iterator[Fact]:
    """Of users in groups: of one user in many, or of many in one."""
    if state.type == "aws_iam_group_membership":
        group = sides.name(state, state.values.get("group"), "group", "aws_iam_group")
        for user in strings(state.values.get("users")):
            yield f"user {user}", f"what the group {group} may do", ""
    else:
        name = sides.name(state, state.values.get("user"), "user", "aws_iam_user")
        for group in strings(state.values.get("groups")):
            yield f"user {name}", f"what the group {group} may do", ""


def _in_kubernetes(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    principal = known(state.values.get("principal_arn"))
    who = principals.text(principal) if principal else principals.of(state, "principal_arn")
    cluster = sides.name(state, state.values.get("cluster_name"), "cluster_name", "aws_eks_cluster")
    policy = (known(state.values.get("policy_arn")) or UNKNOWN).rpartition("/")[2]
    scope = state.block("access_scope") or {}
    spaces = ", ".join(strings(scope.get("namespaces")))
    where = f"namespace {spaces} of the cluster" if spaces else "the cluster"
    yield who, f"{policy} on {where} {cluster}", principal or ""


def _function_url(sides: Sides, state: State, principals: Principals) -> Iterator[Fact]:
    if state.values.get("authorization_type") == "NONE":
        function = sides.name(
            state, state.values.get("function_name"), "function_name", "aws_lambda_function"
        )
        yield principals.text("*"), f"calls of {function} by its URL, without a signature", "*"


def _acl(sides: Sides, state: State, _: Principals) -> Iterator[Fact]:
    bucket = sides.name(state, state.values.get("bucket"), "bucket", "aws_s3_bucket")
    for group, permission in _PUBLIC_ACLS.get(str(state.values.get("acl")), ()):
        yield _PUBLIC_GROUPS[group], f"{permission} on the bucket {bucket} by its ACL", "*"
    for policy in state.blocks("access_control_policy"):
        inner = State(state.address, state.type, policy)
        for grant in inner.blocks("grant"):
            permission = known(grant.get("permission")) or UNKNOWN
            for grantee in State(state.address, state.type, grant).blocks("grantee"):
                group = (known(grantee.get("uri")) or "").rpartition("/")[2]
                if group in _PUBLIC_GROUPS:
                    what = f"{permission} on the bucket {bucket} by its ACL"
                    yield _PUBLIC_GROUPS[group], what, "*"


def _governed(sides: Sides, state: State, _: Principals) -> Iterator[Fact]:
    """Only one that goes and leaves its data: IAM alone decides on that then."""
    if sides.is_deleted(state) and not sides.goes(state, "arn"):
        arn = sides.name(state, state.values.get("arn"), "arn", "aws_s3_bucket")
        yield "whoever IAM lets in", f"Lake Formation on {location(arn)}", ""


_PUBLIC_GROUPS = {"AllUsers": "everyone", "AuthenticatedUsers": "everyone with an AWS account"}
"""The last part of a predefined group's URI → whom it has."""

_PUBLIC_ACLS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "authenticated-read": (("AuthenticatedUsers", "READ"),),
    "public-read": (("AllUsers", "READ"),),
    "public-read-write": (("AllUsers", "READ"), ("AllUsers", "WRITE")),
}
"""Canned ACL → the groups that it lets in, and what each may do (S3's user guide, ACL overview)."""

_SOURCES: tuple[Source, ...] = (
    Source("aws_iam_role", Area.IAM, _bounded, limits=True),
    Source("aws_iam_user", Area.IAM, _bounded, limits=True),
    Source("aws_kms_grant", Area.RESOURCE, _kms_grant, ("key_id", ("aws_kms_key",))),
    Source(
        "aws_lambda_permission",
        Area.RESOURCE,
        _lambda_permission,
        ("function_name", ("aws_lambda_function",)),
    ),
    Source("aws_ram_principal_association", Area.SHARING, _ram),
    Source("aws_iam_user_group_membership", Area.IAM, _membership, ("user", ("aws_iam_user",))),
    Source("aws_iam_group_membership", Area.IAM, _membership, ("group", ("aws_iam_group",))),
    Source(
        "aws_eks_access_policy_association",
        Area.RESOURCE,
        _in_kubernetes,
        ("cluster_name", ("aws_eks_cluster",)),
    ),
    Source(
        "aws_lambda_function_url",
        Area.RESOURCE,
        _function_url,
        ("function_name", ("aws_lambda_function",)),
    ),
    Source("aws_s3_bucket_acl", Area.RESOURCE, _acl, ("bucket", ("aws_s3_bucket",))),
    Source("aws_lakeformation_resource", Area.SETTINGS, _governed, limits=True),
    *SHARES,
)

DECIDED: Mapping[str, Area] = {source.type: source.area for source in _SOURCES}
"""Type → the area in which its resources let somebody do something."""
