"""Lake Formation: its settings, the personas, the registered zones, LF-tags, and all grants.

The order is Lake Formation's: settings → the role that reads the zones, and its keys → registered
zones → databases and tables → their LF-tags → grants on zones → all other grants. `Administration`
is what comes before the catalogue, `Grants` what comes after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lakeform.access import compile, governs, principals
from lakeform.access.model import AccessPlan
from lakeform.aws.base import Resource
from lakeform.aws.lakeformation import (
    LakeformationDataLakeSettings,
    LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions,
    LakeformationDataLakeSettingsCreateTableDefaultPermissions,
    LakeformationResource,
)
from lakeform.config import Lake
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption, every_zone_statement
from lakeform.constructs.grants import CellsFilters, OptIns, Permissions
from lakeform.constructs.iam import (
    ServiceRole,
    from_this_account,
    service_role,
    statement,
)
from lakeform.constructs.lf_tags import LfTags, TaggedCatalog
from lakeform.constructs.personas import Personas
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
"""The group of all who are allowed by IAM; what it may do, Lake Formation doesn't control."""

CROSS_ACCOUNT_VERSION = "4"
"""Shares by LF-tag through AWS RAM and to single roles need 3, shares in mode `hybrid` need 4
(Lake Formation developer guide, "Updating cross-account data sharing version settings")."""

SERVICE_LINKED_ROLE = "AWSServiceRoleForLakeFormationDataAccess"


class Administration(Construct):
    """What stands before the catalogue: settings, personas, registered zones, LF-tags.

    Attributes:
        plan: the compiled governance.
        settings: Lake Formation's settings, which exist once in an account and region; None where
            the lake leaves them alone.
        personas: the personas' roles.
        locations: zone → its registration; none where the settings are left alone.
        lf_tags: the LF-tags.
        ready: what a database or table must wait for.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        encryption: Encryption,
        storage: Storage | None,
    ) -> None:
        super().__init__(scope, id)
        self.plan = compile(lake)
        self.personas = Personas(
            self, "personas", lake, names, self.plan, encryption=encryption, storage=storage
        )
        self.settings: LakeformationDataLakeSettings | None = None
        self.locations: Mapping[str, LakeformationResource] = {}
        self.ready: list[Resource] = []
        if governs(lake, self.plan):
            self.settings = _settings(self, lake, self.plan, self.personas)
            zones = {} if storage is None else storage.zones
            self.locations = self._register(lake, names, zones, self.settings)
            self.ready = [self.settings, *self.locations.values()]
        before = [] if self.settings is None else [self.settings]
        self.lf_tags = LfTags(self, "lf-tags", lake, depends_on=before)

    def _register(
        self,
        lake: Lake,
        names: Names,
        zones: Mapping[str, ZoneBucket],
        settings: LakeformationDataLakeSettings,
    ) -> dict[str, LakeformationResource]:
        own = lake.governance.location_role == "own"
        role = _location_role(self, names, zones) if own and zones else None
        arn = _service_linked_role(names) if role is None else role.arn
        registered = {}
        for zone, bucket in zones.items():
            bucket.encryption.allow(arn, "decrypt", "encrypt")
            registered[zone] = LakeformationResource(
                self,
                f"{zone}-location",
                logical_id=logical_id(zone),
                arn=bucket.arn,
                role_arn=None if role is None else role.arn,
                use_service_linked_role=True if role is None else None,
                hybrid_access_enabled=self.plan.mode == "hybrid",
                depends_on=[
                    settings,
                    bucket.ready,
                    bucket.encryption.key.alias_address,
                    *([] if role is None else [role.policy]),
                ],
            )
        return registered


def _settings(
    scope: Construct, lake: Lake, plan: AccessPlan, personas: Personas
) -> LakeformationDataLakeSettings:
    """Who administers Lake Formation, and what everybody may do on a new database or table.

    Nothing, under Lake Formation alone. A block without permissions is the one form that says so
    and is kept: the provider sends it, sees when somebody opens the lake, and closes it again. Left
    out, the block takes whatever stands in the account.
    """
    section, outside = lake.governance, lake.governance.external_filtering
    permissions = [] if plan.mode == "lake_formation" else ["ALL"]
    admins = [persona for persona in personas.roles if persona in lake.governance.admins]
    return LakeformationDataLakeSettings(
        scope,
        "settings",
        logical_id="settings",
        admins=plan.admins,
        read_only_admins=section.read_only_admins,
        trusted_resource_owners=section.trusted_resource_owners,
        allow_external_data_filtering=outside is not None,
        allow_full_table_external_data_access=outside is not None and outside.whole_tables,
        authorized_session_tag_value_list=() if outside is None else outside.session_tags,
        external_data_filtering_allow_list=() if outside is None else outside.accounts,
        create_database_default_permissions=[
            LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions(
                permissions=permissions, principal=EVERYBODY
            )
        ],
        create_table_default_permissions=[
            LakeformationDataLakeSettingsCreateTableDefaultPermissions(
                permissions=permissions, principal=EVERYBODY
            )
        ],
        # SET_CONTEXT is Lake Formation's own default, and comes back whether it is written or not.
        parameters={"CROSS_ACCOUNT_VERSION": CROSS_ACCOUNT_VERSION, "SET_CONTEXT": "TRUE"}
        if _crosses_accounts(lake, plan)
        else None,
        depends_on=[made for persona in admins for made in personas.roles[persona]] or None,
    )


def _crosses_accounts(lake: Lake, plan: AccessPlan) -> bool:
    here = f":{lake.environment.account}:"
    return plan.mode != "iam" and any(
        here not in grant.principal.identifier for grant in plan.grants
    )


def _service_linked_role(names: Names) -> str:
    service = "aws-service-role/lakeformation.amazonaws.com"
    return f"arn:{names.partition}:iam::{names.account}:role/{service}/{SERVICE_LINKED_ROLE}"


def _location_role(scope: Construct, names: Names, zones: Mapping[str, ZoneBucket]) -> ServiceRole:
    """The role with which Lake Formation reads and writes the zones for those whom it lets.

    Actions: developer guide, "Requirements for roles used to register locations"; the trust with
    its condition: S3 user guide, "Integrating Amazon S3 Tables with AWS analytics services".
    """
    arns = [bucket.arn for bucket in zones.values()]
    trust = statement(
        "LakeFormationAssumesRole",
        "Allow",
        ["sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity"],
        principals={"Service": "lakeformation.amazonaws.com"},
        conditions=from_this_account(names),
    )
    objects = [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
    ]
    statements = [
        statement("Objects", "Allow", objects, [f"{arn}/*" for arn in arns]),
        statement("Buckets", "Allow", ["s3:GetBucketLocation", "s3:ListBucket"], arns),
        every_zone_statement("Keys", names, "decrypt", "encrypt"),
    ]
    return service_role(
        scope,
        "lake_formation",
        names,
        name=["lake-formation"],
        description="Lake Formation reads and writes the zones with it",
        trust=[trust],
        statements=statements,
    )


class Grants(Construct):
    """What stands after the catalogue: LF-tags on it, filters, permissions, opt-ins.

    Args:
        roles: of jobs and deliveries, which must be there before they are granted anything.

    Attributes:
        ready: addresses of what the catalogue's own roles are granted: a crawler must wait for it.
        granted: ARN of a role → addresses of what it is granted: a job must wait for it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        administration: Administration,
        storage: Storage | None,
        catalog: Catalog,
        roles: Iterable[ServiceRole] = (),
    ) -> None:
        super().__init__(scope, id)
        self.ready: list[str] = []
        self.granted: Mapping[str, Sequence[str]] = {}
        plan = administration.plan
        if plan.mode == "iam":
            return
        tagged = TaggedCatalog(self, "tags", lake, tags=administration.lf_tags, catalog=catalog)
        filters = CellsFilters(self, "filters", lake, names, catalog=catalog)
        made: dict[str, Sequence[Resource]] = {
            role.arn: [role.role, role.policy] for role in (*catalog.roles.values(), *roles)
        }
        for name, principal in principals(lake).items():
            made[principal.identifier] = administration.personas.roles.get(name, [])
        permissions = Permissions(
            self,
            "permissions",
            names,
            plan,
            locations={} if storage is None else {z: b.arn for z, b in storage.zones.items()},
            catalog=catalog,
            filters=filters,
            tags=administration.lf_tags,
            principals=made,
            prepared=administration.ready,
            tagged=tagged.last,
        )
        OptIns(self, "opt-ins", names, plan, catalog=catalog, granted=permissions.last)
        self.granted = permissions.by_principal
        for role in catalog.roles.values():
            self.ready += permissions.by_principal.get(role.arn, [])
