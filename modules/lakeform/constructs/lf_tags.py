"""LF-tags, and what carries them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakeform.aws.base import Resource
from lakeform.aws.lakeformation import (
    LakeformationLfTag,
    LakeformationResourceLfTag,
    LakeformationResourceLfTagDatabase,
    LakeformationResourceLfTagLfTag,
    LakeformationResourceLfTagTable,
    LakeformationResourceLfTagTableWithColumns,
)
from lakeform.config import Lake
from lakeform.config.catalog import Database
from lakeform.constructs.by_key import by_key
from lakeform.constructs.catalog import Catalog
from lakeform.engine import Construct
from lakeform.naming import logical_id


class LfTags(Construct):
    """The LF-tags themselves: keys and allowed values.

    Attributes:
        by_key: key → LF-tag.
    """

    def __init__(
        self, scope: Construct, id: str, lake: Lake, *, depends_on: Sequence[Resource]
    ) -> None:
        super().__init__(scope, id)
        self.by_key = {
            key: LakeformationLfTag(
                self,
                f"{key}-tag",
                logical_id=logical_id(key),
                key=key,
                values=sorted(set(values)),
                depends_on=depends_on,
            )
            for key, values in sorted(lake.governance.tags.items())
        }


@dataclass(frozen=True)
class _Assignment:
    """One LF-tag on a database, table or column."""

    database: str
    table: str
    column: str
    key: str
    value: str

    @property
    def keys(self) -> tuple[str, ...]:
        kind = "column" if self.column else "table" if self.table else "database"
        parts = (self.database, self.table, _word(self.column), self.key)
        return (kind, *(part for part in parts if part))


class TaggedCatalog(Construct):
    """LF-tags on databases, tables and columns.

    Each tag of each object is a resource of its own, which removes no tag that others put there. On
    one table they are made one after the other, as Lake Formation takes one change at a time.

    Attributes:
        last: for each database and table with tags, the address of the tag that is made last.
    """

    def __init__(
        self, scope: Construct, id: str, lake: Lake, *, tags: LfTags, catalog: Catalog
    ) -> None:
        super().__init__(scope, id)
        self.last: list[str] = []
        for name, database in sorted(lake.catalog.databases.items()):
            for chain in _chains(name, database):
                before: str | None = None
                for assignment in chain:
                    before = self._assign(assignment, tags, catalog, before)
                if before is not None:
                    self.last.append(before)

    def _assign(
        self,
        assignment: _Assignment,
        tags: LfTags,
        catalog: Catalog,
        before: str | None,
    ) -> str:
        database, table = assignment.database, assignment.table
        depends_on: list[Resource | str] = [tags.by_key[assignment.key]]
        if table:
            depends_on.append(catalog.tables[f"{database}.{table}"])
        else:
            depends_on.append(catalog.databases[database])
        if before is not None:
            depends_on.append(before)
        on_database = on_table = on_column = None
        if assignment.column:
            on_column = LakeformationResourceLfTagTableWithColumns(
                database_name=database, name=table, column_names=[assignment.column]
            )
        elif table:
            on_table = LakeformationResourceLfTagTable(database_name=database, name=table)
        else:
            on_database = LakeformationResourceLfTagDatabase(name=database)
        return by_key(
            self,
            LakeformationResourceLfTag,
            assignment.keys,
            lf_tag=[LakeformationResourceLfTagLfTag(key=assignment.key, value=assignment.value)],
            database=None if on_database is None else [on_database],
            table=None if on_table is None else [on_table],
            table_with_columns=None if on_column is None else [on_column],
            depends_on=depends_on,
        )


def _chains(name: str, database: Database) -> Iterator[list[_Assignment]]:
    """The tags of a database, then those of each table with its columns."""
    yield [_Assignment(name, "", "", *tag) for tag in sorted(database.tags.items())]
    for table_name, table in sorted(database.tables.items()):
        chain = [_Assignment(name, table_name, "", *tag) for tag in sorted(table.tags.items())]
        columns = {**table.columns, **table.partitions}
        for column_name, column in sorted(columns.items()):
            tags = sorted(column.tags.items())
            chain += [_Assignment(name, table_name, column_name, *tag) for tag in tags]
        yield chain


def _word(column: str) -> str:
    """A column's name as part of a resource's; a digest keeps apart what would look the same."""
    word = re.sub(r"[^a-z0-9_-]", "-", column)
    return word if word == column else f"{word}-{hashlib.sha256(column.encode()).hexdigest()[:8]}"
