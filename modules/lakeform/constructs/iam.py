"""IAM documents and roles: policies as data, and the roles that services assume.

A policy is made of statements. Lists in it are sorted and a list of one is written as its element,
which is how IAM itself gives a policy back; so two plans of the same lake never differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lakeform.access.iam import Allowed
from lakeform.aws.base import inside
from lakeform.aws.iam import IamRole, IamRolePolicy
from lakeform.engine import Construct
from lakeform.errors import InputError
from lakeform.naming import Names

OneOrMore: TypeAlias = "str | Iterable[str]"
Principals: TypeAlias = Mapping[str, OneOrMore]
"""Kind of principal (`AWS`, `Service`, `Federated`) → who."""
Conditions: TypeAlias = Mapping[str, Mapping[str, OneOrMore]]
"""Operator → condition key → values, for example `{"Bool": {"aws:SecureTransport": "false"}}`."""
Json: TypeAlias = "str | list[str] | dict[str, Json]"


@dataclass(frozen=True)
class Limit:
    """How long a kind of policy may be.

    Attributes:
        kind: what it is the policy of.
        characters: its greatest length, whitespace not counted; our policies are ASCII, so bytes.
        hint: how the lake's policies of this kind get shorter.
    """

    kind: str
    characters: int
    hint: str


ROLE = Limit(
    "the policies of the role",
    10_240,
    "let the crawler, optimizer or persona reach less of the lake",
)
"""All inline policies of a role together (IAM user guide, "IAM and STS quotas")."""
TRUST = Limit("the trust policy of the role", 2_048, "name fewer principals in `trust`")
"""A role's trust policy, unless the account has a higher quota (the same page)."""
BUCKET = Limit("the policy of the bucket", 20_480, "split the lake's zones over two lakes")
"""20 KB (S3 user guide, "Bucket policies")."""
KEY = Limit(
    "the policy of the key",
    32_768,
    "give each zone a key of its own (`encryption.keys: per_zone`), or split the lake in two",
)
"""32 KB (KMS developer guide, "Resource quotas")."""
QUEUE = Limit("the policy of the queue", 8_192, "shorten the names of the lake and the zone")
"""SQS developer guide, "Policy quotas"."""

ANYBODY: Principals = {"AWS": "*"}
"""Every principal there is: in a denial, or where conditions say who is meant."""


@dataclass(frozen=True)
class Statement:
    """One statement of a policy, in the notation of IAM."""

    sid: str
    body: Mapping[str, Json]

    def to_json(self) -> dict[str, Json]:
        """The statement as IAM reads it."""
        return {"Sid": self.sid, **self.body}


def statement(
    sid: str,
    effect: Literal["Allow", "Deny"],
    actions: OneOrMore,
    resources: OneOrMore = (),
    principals: Principals | None = None,
    conditions: Conditions | None = None,
) -> Statement:
    """A statement of a policy.

    Args:
        sid: its name, letters and digits, unlike all others of the policy.
        resources: ARNs; none in a role's trust policy.
        principals: who, in the policy of a resource or a role's trust; None in a role's policy.
        conditions: all of them must hold.
    """
    body: dict[str, Json] = {"Effect": effect, "Action": _one_or_more(actions)}
    if resources := tuple(_listed(resources)):
        body["Resource"] = _one_or_more(resources)
    if principals is not None:
        body["Principal"] = {kind: _one_or_more(who) for kind, who in principals.items()}
    if conditions:
        body["Condition"] = {
            operator: {key: _one_or_more(values) for key, values in keys.items()}
            for operator, keys in conditions.items()
        }
    return Statement(sid, body)


def allow(allowed: Allowed) -> Statement:
    """A statement that the access compiler, or a section's own reckoning, asks for."""
    return statement(
        allowed.sid, "Allow", allowed.actions, allowed.resources, conditions=allowed.conditions
    )


def policy_document(*statements: Statement) -> str:
    """A policy as JSON text: the same statements always give the same bytes.

    Raises:
        ValueError: two statements have the same name, or there is none.
    """
    sids = [each.sid for each in statements]
    if not sids or len(set(sids)) < len(sids):
        raise ValueError(f"a policy needs statements of different names, not {sids}")
    document = {
        "Version": "2012-10-17",
        "Statement": [each.to_json() for each in statements],
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":"))


def fitting(limit: Limit, name: str, document: str) -> str:
    """The policy, if AWS takes it.

    Args:
        name: of what the policy belongs to.

    Raises:
        InputError: it is too long.
    """
    length = sum(not character.isspace() for character in document)
    if length > limit.characters:
        raise InputError(
            f"{limit.kind} `{name}` has {length:,} characters; AWS takes {limit.characters:,}",
            hint=limit.hint,
        )
    return document


def _listed(values: OneOrMore) -> Iterable[str]:
    return (values,) if isinstance(values, str) else values


def _one_or_more(values: OneOrMore) -> Json:
    listed = sorted(set(_listed(values)))
    return listed[0] if len(listed) == 1 else listed


def account_root(names: Names) -> str:
    """ARN that stands for the account: its IAM policies decide who of it is meant."""
    return f"arn:{names.partition}:iam::{names.account}:root"


def dns_suffix(names: Names) -> str:
    """The domain of AWS's endpoints, which `kms:ViaService` and regional principals end with."""
    return "amazonaws.com.cn" if names.partition == "aws-cn" else "amazonaws.com"


def regional_host(names: Names, service: str) -> str:
    """`s3.us-east-1.amazonaws.com`: a service in the lake's region."""
    return f"{service}.{names.region}.{dns_suffix(names)}"


def from_this_account(names: Names, source_arns: OneOrMore = ()) -> Conditions:
    """Conditions that keep a service from acting here for somebody else (the confused deputy).

    Args:
        source_arns: the resources that the service may act for; none: all of this account.
    """
    conditions: dict[str, Mapping[str, OneOrMore]] = {
        "StringEquals": {"aws:SourceAccount": names.account}
    }
    if arns := tuple(_listed(source_arns)):
        conditions["ArnLike"] = {"aws:SourceArn": arns}
    return conditions


def service_trust(service: str, conditions: Conditions | None = None) -> Statement:
    """The trust of a role that a service assumes, `vpc-flow-logs.amazonaws.com` for example."""
    return statement(
        "ServiceAssumesRole",
        "Allow",
        "sts:AssumeRole",
        principals={"Service": service},
        conditions=conditions,
    )


@dataclass(frozen=True)
class ServiceRole:
    """A role with its policy.

    Attributes:
        arn: as text, not as a reference, so that a plan shows the policies that name it.
        role: the resource; refer to it where Terraform must make the role first.
        policy: the resource. What uses the role at once depends on it: IAM refuses a service
            whose role exists but may do nothing yet.
    """

    name: str
    arn: str
    role: IamRole
    policy: IamRolePolicy


def service_role(
    scope: Construct,
    id: str,
    names: Names,
    *,
    name: Iterable[str],
    trust: Iterable[Statement],
    statements: Iterable[Statement],
    description: str,
) -> ServiceRole:
    """A role for a service, with one policy inside it.

    Args:
        id: its name in Terraform, in the tree and as an address.
        name: what follows the lake's prefix in the role's name.
        trust: who may assume it.
        statements: what it may do.
    """
    parts = tuple(name)
    role = IamRole(
        scope,
        f"{id}-role",
        logical_id=id,
        name=names.role(*parts),
        description=description,
        assume_role_policy=fitting(TRUST, names.role(*parts), policy_document(*trust)),
    )
    policy = IamRolePolicy(
        scope,
        f"{id}-role-policy",
        logical_id=id,
        name="access",
        role=inside(role, "id"),
        policy=fitting(ROLE, names.role(*parts), policy_document(*statements)),
    )
    return ServiceRole(names.role(*parts), names.role_arn(*parts), role, policy)
