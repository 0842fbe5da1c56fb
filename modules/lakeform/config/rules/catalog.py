"""Rules of `catalog.databases` and `catalog.schemas`: where data lies, and what is called how."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.schema_files.definitions import definition
from lakeform.config.yaml_reader import KeyPath


def databases_lie_in_zones(lake: Lake) -> Iterator[Fault]:
    """A database's zone exists."""
    zones = lake.zones
    for name, database in lake.catalog.databases.items():
        if database.zone not in zones:
            yield Fault(
                ("catalog", "databases", name, "zone"),
                f"there is no zone {quoted(database.zone)}",
                suggestion(database.zone, list(zones), "zones"),
            )


def iceberg_files_stay_where_they_are(lake: Lake) -> Iterator[Fault]:
    """S3 deletes and archives by age, and an old file may be part of an Iceberg table's present."""
    for name, database in lake.catalog.databases.items():
        zone = lake.zones.get(database.zone)
        if zone is None:
            continue
        archives = [kind for kind in ("GLACIER", "DEEP_ARCHIVE") if kind in zone.transitions]
        if zone.expire_days is not None:
            what = f"deletes objects after {zone.expire_days} days"
        elif archives or zone.intelligent_tiering is not None:
            what = "archives objects"
        else:
            continue
        for table, section in database.tables.items():
            if section.format == "iceberg":
                yield Fault(
                    ("catalog", "databases", name, "tables", table, "format"),
                    f"the zone {quoted(database.zone)} {what}, which breaks an Iceberg table: its "
                    "oldest files may be in use",
                    "put the database into another zone; `optimize: [retention, orphan_files]` "
                    "deletes what the table needs no more",
                )


def tables_have_places_of_their_own(lake: Lake) -> Iterator[Fault]:
    """No table's data lies where, or below where, another table's does."""
    places = sorted(
        (database.zone, database.table_prefix(database_name, table), database_name, table)
        for database_name, database in lake.catalog.databases.items()
        for table in database.files()
    )
    above: list[tuple[str, str, str, str]] = []  # the places that the next one may lie in
    for place in places:
        zone, prefix, database, table = place
        while above and not (above[-1][0] == zone and prefix.startswith(above[-1][1])):
            above.pop()
        if above:
            outer = above[-1][1]
            other = quoted(".".join(above[-1][2:]))
            yield Fault(
                ("catalog", "databases", database, "tables", table, "location"),
                f"the table lies at {_place(zone, prefix)}, where {other} lies too"
                if outer == prefix
                else f"the table lies at {_place(zone, prefix)}, inside {_place(zone, outer)} of "
                f"{other}",
                "give it a `location` of its own: each table would read the other's files",
            )
        above.append(place)


def _place(zone: str, prefix: str) -> str:
    return quoted(f"{zone}/{prefix}")


def tables_have_names_of_their_own(lake: Lake) -> Iterator[Fault]:
    """`a__b.c` and `a.b__c` would be one resource in Terraform."""
    seen: dict[str, str] = {}
    for database_name, database in lake.catalog.databases.items():
        for name in database.tables:
            reference = f"{database_name}.{name}"
            address = f"{database_name}__{name}"
            if address in seen:
                yield Fault(
                    ("catalog", "databases", database_name, "tables", name),
                    f"the tables {quoted(seen[address])} and {quoted(reference)} would both be "
                    f"{quoted(f'aws_glue_catalog_table.{address}')} in Terraform",
                    "rename one of them",
                    at_key=True,
                )
            seen.setdefault(address, reference)


def registry_schemas_are_valid(lake: Lake) -> Iterator[Fault]:
    """The file of a registry's schema exists, and is a schema in its notation."""
    for name, schema in lake.catalog.schemas.items():
        path: KeyPath = ("catalog", "schemas", name, "file")
        try:
            definition(lake.directory, schema.file, schema.format)
        except SchemaFileError as error:
            yield Fault(path, error.message, error.hint)
