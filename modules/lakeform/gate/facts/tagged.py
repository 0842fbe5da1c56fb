"""LF-tags in a plan: which databases, tables and columns carry which, inheritance applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lakeform.gate.facts.values import blocks, first, is_known, name, names, once
from lakeform.gate.policy import Case
from lakeform.plan import Resource

Place = tuple[str, str, str]
"""Database, table, column in lower case; empty from where the object ends."""


@dataclass(frozen=True)
class Tagged:
    """What is marked as sensitive.

    Attributes:
        sensitive: (database, table) → its sensitive columns, each with all LF-tags that it has;
            column `""` stands for those of a sensitive table that the plan doesn't list.
        unplaced: addresses of assignments of the sensitive tag to objects that aren't known.
    """

    sensitive: Mapping[tuple[str, str], Sequence[tuple[str, Mapping[str, str]]]]
    unplaced: Sequence[str]


@once
def tagged(case: Case) -> Tagged:
    """The LF-tags that a plan assigns."""
    tags: dict[Place, dict[str, str]] = {}
    unplaced: list[str] = []
    sensitive_key = case.settings.sensitive_tag[0]
    for assignment in case.plan.of_type(
        "aws_lakeformation_resource_lf_tag", "aws_lakeformation_resource_lf_tags"
    ):
        places = _places(assignment)
        for tag in blocks(assignment, "lf_tag"):
            key, value = name(tag.get("key")), name(tag.get("value"))
            if key is None or value is None or places is None:
                if key in (None, sensitive_key):
                    unplaced.append(assignment.address)
                continue
            for place in places:
                tags.setdefault(place, {})[key] = value
    return Tagged(_sensitive(tags, _columns(case), case), tuple(unplaced))


def _columns(case: Case) -> Mapping[tuple[str, str], frozenset[str]]:
    """(database, table) → the columns of a table of the plan."""
    columns: dict[tuple[str, str], frozenset[str]] = {}
    for table in case.plan.of_type("aws_glue_catalog_table"):
        database, title = _lower(table.get("database_name")), _lower(table.get("name"))
        described = table.block("storage_descriptor").get("columns")
        if database and title and is_known(described):
            parts = [*(described or ()), *blocks(table, "partition_keys")]
            columns[database, title] = frozenset(
                text for part in parts if (text := _lower(part.get("name")))
            )
    return columns


def _sensitive(
    tags: Mapping[Place, Mapping[str, str]],
    columns: Mapping[tuple[str, str], frozenset[str]],
    case: Case,
) -> Mapping[tuple[str, str], Sequence[tuple[str, Mapping[str, str]]]]:
    """The sensitive columns of every table that the plan names."""
    of_table: dict[tuple[str, str], set[str]] = {where: set(of) for where, of in columns.items()}
    for database, table, column in tags:
        if table:
            of_table.setdefault((database, table), set()).add(column)
    found: dict[tuple[str, str], list[tuple[str, Mapping[str, str]]]] = {}
    for (database, table), some in of_table.items():
        if (database, table) not in columns:
            some.add("")
        else:
            some.discard("")
        for column in sorted(some):
            effective = {
                **tags.get((database, "", ""), {}),
                **tags.get((database, table, ""), {}),
                **tags.get((database, table, column), {}),
            }
            if is_sensitive(effective, case):
                found.setdefault((database, table), []).append((column, effective))
    return found


def _places(assignment: Resource) -> tuple[Place, ...] | None:
    """What an assignment is on, None where that isn't known."""
    database = assignment.block("database")
    if database:
        title = _lower(database.get("name"))
        return ((title, "", ""),) if title else None
    table = assignment.block("table")
    if table:
        where, title = _lower(table.get("database_name")), _lower(table.get("name"))
        if table.get("wildcard") is True and where:
            return ((where, "", ""),)
        return ((where, title, ""),) if where and title else None
    some = assignment.block("table_with_columns")
    where, title = _lower(some.get("database_name")), _lower(some.get("name"))
    if not where or not title or first(some, "column_wildcard"):
        return ((where, title, ""),) if where and title else None
    columns = some.get("column_names")
    if not is_known(columns):
        return None
    return tuple((where, title, column.lower()) for column in names(columns))


def _lower(value: Any) -> str | None:
    text = name(value)
    return None if text is None else text.lower()


def is_sensitive(tags: Mapping[str, str], case: Case) -> bool:
    """Whether LF-tags mark what only the cleared may read."""
    key, values = case.settings.sensitive_tag
    return tags.get(key) in values


def matches(tags: Mapping[str, str], expression: Mapping[str, frozenset[str]]) -> bool:
    """Whether an object's LF-tags meet an expression: one of the values of each key."""
    return all(tags.get(key) in values for key, values in expression.items())
