"""The roles of personas: who may assume them, and what IAM allows them."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.access.iam import KeyUse, key_uses, required_statements
from lakeform.access.model import AccessPlan
from lakeform.access.rights import principals
from lakeform.aws.arguments import written
from lakeform.aws.base import Resource, inside
from lakeform.aws.iam import IamInstanceProfile, IamRole, IamRolePolicy
from lakeform.config import Lake
from lakeform.config.governance import TRUSTED_SERVICES, Persona
from lakeform.constructs.encryption import KAFKA_SECRETS, Encryption, Use, ZoneKey, zones_statement
from lakeform.constructs.iam import (
    ROLE,
    TRUST,
    Limit,
    Statement,
    allow,
    dns_suffix,
    fitting,
    from_this_account,
    policy_document,
    statement,
)
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct, TerraformOutput
from lakeform.naming import Names, logical_id
from lakeform.streaming.personas import kinesis_uses, reads_passwords, stream_statements

POLICY = Limit(
    "the policy of the persona",
    ROLE.characters,
    "grant all tables of a database (`sales.*`) instead of one by one, or use the mode "
    "`lake_formation`, which needs no table in a policy",
)
"""That of a role, which is its only one."""

TELL_THEIR_ACCOUNT = frozenset(
    {
        "athena",
        "dms",
        "elasticmapreduce",
        "emr-serverless",
        "kinesisanalytics",
        "lakeformation",
        "redshift",
        "sagemaker",
        "states",
    }
)
"""Services that pass `aws:SourceAccount` when they assume a role (each one's guide, "Cross-service
confused deputy prevention"). The others can't be held to it; a role can't be passed to a service
of another account anyway."""

IN_CHINA = frozenset({"ec2", "elasticmapreduce"})
"""Services whose principal ends with the partition's domain."""

SIGN_IN = {
    "aws": "https://signin.aws.amazon.com/saml",
    "aws-cn": "https://signin.amazonaws.cn/saml",
    "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
}
"""Partition → audience of SAML assertions (IAM user guide, "Configure SAML assertions")."""


class Personas(Construct):
    """The roles of all personas; to a role that exists nothing is attached.

    Attributes:
        roles: persona → the role that was made, and what belongs to it.
        policies: persona → the policy that its role needs, as JSON; for a role that exists, whoever
            made it must attach it; an output says so.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        plan: AccessPlan,
        *,
        encryption: Encryption,
        storage: Storage | None,
    ) -> None:
        super().__init__(scope, id)
        self.roles: dict[str, list[Resource]] = {}
        self.policies: dict[str, str] = {}
        for name, principal in principals(lake).items():
            persona = lake.governance.personas[name]
            statements = [allow(each) for each in required_statements(lake, plan, name)]
            if statements:
                statements += _keys(lake, plan, name, principal.identifier, encryption, storage)
            statements += _streams(lake, name, principal.identifier, encryption)
            if statements:
                self.policies[name] = fitting(POLICY, name, policy_document(*statements))
            if persona.role_arn is None:
                self.roles[name] = list(self._role(lake, names, name, persona))
            elif name in self.policies:
                self._tell(name, persona.role_arn)

    def _role(self, lake: Lake, names: Names, name: str, persona: Persona) -> Iterator[Resource]:
        role = IamRole(
            self,
            f"{name}-role",
            logical_id=logical_id(name),
            name=names.role(name),
            description=_description(lake, name, persona),
            assume_role_policy=fitting(
                TRUST, names.role(name), policy_document(*_trust(names, persona))
            ),
        )
        yield role
        if name in self.policies:
            yield IamRolePolicy(
                self,
                f"{name}-role-policy",
                logical_id=logical_id(name),
                name="access",
                role=inside(role, "id"),
                policy=self.policies[name],
            )
        if "ec2" in persona.trust:
            yield IamInstanceProfile(
                self,
                f"{name}-instance-profile",
                logical_id=logical_id(name),
                name=names.role(name),
                role=role.name,
            )

    def _tell(self, name: str, role_arn: str) -> None:
        """Say in an output what a role that exists needs; whoever made it attaches that."""
        output = TerraformOutput(
            self,
            f"{name}-policy",
            value=written(self.policies[name]),
            description=f"What IAM must allow {role_arn}, the role of the persona {name}",
        )
        output.override_logical_id(logical_id("policy", name))


def _description(lake: Lake, name: str, persona: Persona) -> str:
    if persona.description is None:
        return f"Persona {name} of the lake {lake.name}"
    return persona.description


def _keys(
    lake: Lake,
    plan: AccessPlan,
    name: str,
    role_arn: str,
    encryption: Encryption,
    storage: Storage | None,
) -> Iterator[Statement]:
    """What the role needs of KMS: the catalogue's key, and those of zones that it reads itself."""
    # Athena wants both, even of who only reads (Athena user guide, "Access to encrypted metadata in
    # the AWS Glue Data Catalog").
    if lake.encrypts_catalog:
        yield encryption.general.identity_statement("CatalogKey", "decrypt", "encrypt", via="glue")
    alike: dict[tuple[KeyUse, ...], list[ZoneKey]] = {}
    for zone, zone_uses in key_uses(lake, plan, name).items():
        assert storage is not None  # a zone is part of it
        key = storage.zones[zone].encryption
        key.allow(role_arn, *zone_uses)
        alike.setdefault(zone_uses, []).append(key)
    for number, (zone_uses, keys) in enumerate(sorted(alike.items()), start=1):
        yield zones_statement(f"DataKeys{number}", Names.of(lake), keys, *zone_uses)


def _streams(lake: Lake, name: str, role_arn: str, encryption: Encryption) -> Iterator[Statement]:
    """What the role needs where `streams` names the persona."""
    yield from map(allow, stream_statements(lake, name))
    reads, writes = kinesis_uses(lake, name)
    uses: list[Use] = []
    if reads:
        uses.append("decrypt")
    if writes:
        uses.append("encrypt")
    if uses:
        encryption.general.allow(role_arn, *uses, via="kinesis")
        yield encryption.general.identity_statement("StreamKey", *uses, via="kinesis")
    if reads_passwords(lake, name):
        # Its policy admits the account through Secrets Manager.
        key = encryption.dedicated(KAFKA_SECRETS)
        yield key.identity_statement("PasswordKey", "decrypt", via="secretsmanager")


def _trust(names: Names, persona: Persona) -> Iterator[Statement]:
    """Who may assume a persona's role: one statement for each kind of principal."""
    told = [who for who in persona.trust if who in TELL_THEIR_ACCOUNT]
    untold = [who for who in persona.trust if who in TRUSTED_SERVICES and who not in told]
    others = [who for who in persona.trust if who not in TRUSTED_SERVICES]
    saml = [arn for arn in others if ":saml-provider/" in arn]
    oidc = [arn for arn in others if ":oidc-provider/" in arn]
    principals = [arn for arn in others if arn not in saml and arn not in oidc]
    for sid, services, conditions in (
        ("ServicesOfThisAccount", told, from_this_account(names)),
        ("Services", untold, None),
    ):
        if services:
            yield statement(
                sid,
                "Allow",
                "sts:AssumeRole",
                principals={"Service": [_service(names, service) for service in services]},
                conditions=conditions,
            )
    if principals:
        yield statement("Principals", "Allow", "sts:AssumeRole", principals={"AWS": principals})
    if saml:
        yield statement(
            "SamlProviders",
            "Allow",
            "sts:AssumeRoleWithSAML",
            principals={"Federated": saml},
            conditions={"StringEquals": {"SAML:aud": SIGN_IN[names.partition]}},
        )
    for number, arn in enumerate(sorted(oidc), start=1):
        yield _oidc(number, arn, persona)


def _service(names: Names, service: str) -> str:
    suffix = dns_suffix(names) if service in IN_CHINA else "amazonaws.com"
    return f"{service}.{suffix}"


def _oidc(number: int, arn: str, persona: Persona) -> Statement:
    """Trust in an OIDC provider, for the claims that the file names and no others."""
    host = arn.partition(":oidc-provider/")[2]
    conditions: dict[str, dict[str, tuple[str, ...]]] = {}
    for claim, values in persona.oidc_conditions.items():
        like = any("*" in value or "?" in value for value in values)
        operator = "StringLike" if like else "StringEquals"
        conditions.setdefault(operator, {})[f"{host}:{claim}"] = values
    return statement(
        f"OidcProvider{number}",
        "Allow",
        "sts:AssumeRoleWithWebIdentity",
        principals={"Federated": arn},
        conditions=conditions,
    )
