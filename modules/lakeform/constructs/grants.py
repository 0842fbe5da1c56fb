"""The compiled plan as Terraform: filters, Lake Formation's permissions, and opt-ins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from lakeform.access.columns import ALL_COLUMNS
from lakeform.access.model import (
    AccessPlan,
    AllTables,
    CellsFilter,
    Database,
    Grant,
    Location,
    OptIn,
    Table,
    Tagged,
    TagKey,
)
from lakeform.aws.base import Resource
from lakeform.aws.lakeformation import (
    LakeformationDataCellsFilter,
    LakeformationDataCellsFilterTableData,
    LakeformationDataCellsFilterTableDataColumnWildcard,
    LakeformationDataCellsFilterTableDataRowFilter,
    LakeformationDataCellsFilterTableDataRowFilterAllRowsWildcard,
    LakeformationOptIn,
    LakeformationOptInPrincipal,
    LakeformationOptInResourceData,
    LakeformationOptInResourceDataDatabase,
    LakeformationOptInResourceDataTable,
    LakeformationPermissions,
    LakeformationPermissionsDatabase,
    LakeformationPermissionsDataCellsFilter,
    LakeformationPermissionsDataLocation,
    LakeformationPermissionsLfTag,
    LakeformationPermissionsLfTagPolicy,
    LakeformationPermissionsLfTagPolicyExpression,
    LakeformationPermissionsTable,
    LakeformationPermissionsTableWithColumns,
)
from lakeform.config import Lake
from lakeform.config.governance import Filter
from lakeform.constructs.by_key import by_key
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.lf_tags import LfTags
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id


class CellsFilters(Construct):
    """The data cells filters.

    Attributes:
        by_name: name → filter.
    """

    def __init__(
        self, scope: Construct, id: str, lake: Lake, names: Names, *, catalog: Catalog
    ) -> None:
        super().__init__(scope, id)
        self.by_name = {
            name: self._filter(names, name, section, catalog)
            for name, section in sorted(lake.governance.filters.items())
        }

    def _filter(
        self, names: Names, name: str, section: Filter, catalog: Catalog
    ) -> LakeformationDataCellsFilter:
        database, _, table = section.table.partition(".")
        # Without the empty list, the filter is changed at each apply.
        wildcard = LakeformationDataCellsFilterTableDataColumnWildcard(
            excluded_column_names=sorted(set(section.except_columns or ()))
        )
        every_row = LakeformationDataCellsFilterTableDataRowFilterAllRowsWildcard()
        return LakeformationDataCellsFilter(
            self,
            f"{name}-filter",
            logical_id=logical_id(name),
            table_data=[
                LakeformationDataCellsFilterTableData(
                    table_catalog_id=names.account,
                    database_name=database,
                    table_name=table,
                    name=name,
                    column_names=None if section.columns is None else sorted(set(section.columns)),
                    column_wildcard=[wildcard] if section.columns is None else None,
                    row_filter=[
                        LakeformationDataCellsFilterTableDataRowFilter(
                            filter_expression=section.rows,
                            all_rows_wildcard=[every_row] if section.rows is None else None,
                        )
                    ],
                )
            ],
            depends_on=[catalog.tables[section.table]],
        )


class Permissions(Construct):
    """Lake Formation's permissions: one resource for one principal and one object.

    Grants on the same object wait for each other. The first of them waits for `prepared`; grants on
    zones come before all others; and those by LF-tag come after the LF-tags are where they belong,
    for until then a column that its own tag hides has the tags of its table.

    Args:
        locations: zone → ARN of its bucket.
        principals: ARN → what makes the role.
        prepared: what must stand before anything is granted.
        tagged: what puts `tags` on the catalogue.

    Attributes:
        last: addresses of the last grant of each object.
        by_principal: ARN → addresses of all its grants.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        names: Names,
        plan: AccessPlan,
        *,
        locations: Mapping[str, str],
        catalog: Catalog,
        filters: CellsFilters,
        tags: LfTags,
        principals: Mapping[str, Sequence[Resource]],
        prepared: Sequence[Resource],
        tagged: Sequence[str],
    ) -> None:
        super().__init__(scope, id)
        self._names = names
        self._bucket_arns = locations
        self._catalog = catalog
        self._filters = filters
        self._tags = tags
        self._principals = principals
        self.last: list[str] = []
        self.by_principal: dict[str, list[str]] = {}
        by_kind: dict[str, list[tuple[Grant, ...]]] = {}
        for chain in plan.chains():
            by_kind.setdefault(chain[0].target.kind, []).append(chain)
        on_zones = by_kind.pop(Location.kind, [])
        by_tag = by_kind.pop(Tagged.kind, [])
        before: Sequence[Resource | str] = prepared
        self._chains(on_zones, before)
        before = [*before, *self.last]
        self._chains([chain for chains in by_kind.values() for chain in chains], before)
        # The first waits for every LF-tag, the others for the first: a graph of all with all would
        # be too large for a lake of many tables.
        self._chains(by_tag[:1], [*before, *tagged])
        self._chains(by_tag[1:], [*before, *self.last[-1:]])

    def _chains(self, chains: Iterable[Iterable[Grant]], before: Sequence[Resource | str]) -> None:
        self.last += [self._chain(chain, before) for chain in list(chains)]

    def _chain(self, grants: Iterable[Grant], before: Sequence[Resource | str]) -> str:
        for grant in grants:
            made = self._grant(grant, before)
            self.by_principal.setdefault(grant.principal.identifier, []).append(made)
            before = [made]
        return made

    def _grant(self, grant: Grant, before: Sequence[Resource | str]) -> str:
        database = location = table = columns = filter = policy = tag = None
        about: list[Resource | str] = []
        match grant.target:
            case Database(name):
                database = LakeformationPermissionsDatabase(name=name)
                about.append(self._catalog.databases[name])
            case AllTables(name):
                table = LakeformationPermissionsTable(database_name=name, wildcard=True)
                about.append(self._catalog.databases[name])
            case Table(name, table_name) if grant.columns is None:
                table = LakeformationPermissionsTable(database_name=name, name=table_name)
                about.append(self._catalog.tables[f"{name}.{table_name}"])
            case Table(name, table_name):
                columns = _columns(grant, name, table_name)
                about.append(self._catalog.tables[f"{name}.{table_name}"])
            case CellsFilter(name, database_name, table_name):
                filter = LakeformationPermissionsDataCellsFilter(
                    database_name=database_name,
                    name=name,
                    table_catalog_id=self._names.account,
                    table_name=table_name,
                )
                about.append(self._filters.by_name[name])
            case Tagged(resource, expression):
                policy = LakeformationPermissionsLfTagPolicy(
                    resource_type=resource,
                    expression=[
                        LakeformationPermissionsLfTagPolicyExpression(key=key, values=values)
                        for key, values in expression
                    ],
                )
                about += [self._tags.by_key[key] for key, _ in expression]
            case TagKey(key, values):
                tag = LakeformationPermissionsLfTag(key=key, values=values)
                about.append(self._tags.by_key[key])
            case Location(zone):
                location = LakeformationPermissionsDataLocation(arn=self._bucket_arns[zone])
        return by_key(
            self,
            LakeformationPermissions,
            grant.id_parts,
            principal=grant.principal.identifier,
            permissions=grant.permissions,
            # Always written: without it, a right to grant that is taken away would stay.
            permissions_with_grant_option=grant.grantable,
            database=database,
            data_location=location,
            table=table,
            table_with_columns=columns,
            data_cells_filter=filter,
            lf_tag_policy=policy,
            lf_tag=tag,
            depends_on=[*before, *about, *self._principals.get(grant.principal.identifier, [])],
        )


def _columns(grant: Grant, database: str, table: str) -> LakeformationPermissionsTableWithColumns:
    """The form in which Lake Formation itself keeps SELECT: on columns, be it on all of them.

    SELECT that is granted on a table comes back on its columns; in this form it comes back as it
    was written, and the table's other permissions with it.
    """
    assert grant.columns is not None
    some = grant.columns
    return LakeformationPermissionsTableWithColumns(
        database_name=database,
        name=table,
        column_names=None if some.excluding else some.names,
        wildcard=True if some.excluding else None,
        excluded_column_names=some.names if some.excluding and some != ALL_COLUMNS else None,
    )


class OptIns(Construct):
    """In mode `hybrid`: for whom Lake Formation decides, object by object; IAM does for all others.

    They come after the grants, so that nobody is locked out in between.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        names: Names,
        plan: AccessPlan,
        *,
        catalog: Catalog,
        granted: Sequence[str],
    ) -> None:
        super().__init__(scope, id)
        self._names = names
        last: list[str] = []
        for _, chain in groupby(plan.opt_ins, key=lambda opt_in: opt_in.target):
            # The first of all waits for every grant, and the others for it.
            before = last[:1] or granted
            for opt_in in chain:
                made = self._opt_in(opt_in, catalog, before)
                before = [made]
            last.append(made)

    def _opt_in(self, opt_in: OptIn, catalog: Catalog, before: Sequence[str]) -> str:
        account = self._names.account  # comes back, so that leaving it out would replace the opt-in
        database = table = None
        match opt_in.target:
            case Database(name):
                database = [LakeformationOptInResourceDataDatabase(catalog_id=account, name=name)]
                made: Resource | str = catalog.databases[name]
            case Table(name, table_name):
                table = [
                    LakeformationOptInResourceDataTable(
                        catalog_id=account, database_name=name, name=table_name
                    )
                ]
                made = catalog.tables[f"{name}.{table_name}"]
        return by_key(
            self,
            LakeformationOptIn,
            opt_in.id_parts,
            principal=[
                LakeformationOptInPrincipal(
                    data_lake_principal_identifier=opt_in.principal.identifier
                )
            ],
            resource_data=[LakeformationOptInResourceData(database=database, table=table)],
            depends_on=[*before, made],
        )
