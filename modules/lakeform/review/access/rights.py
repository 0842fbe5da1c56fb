"""Lake Formation's permissions in a plan as a set of rights that can be compared.

A resource is taken apart into single rights. So two resources that mean the same cancel out, be it
under other addresses, in another order, or as `table` here and as `table_with_columns` there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lakeform.gate.facts.accounts import Whose
from lakeform.plan import Mark
from lakeform.review.access.columns import ALL, Columns, all_but, only
from lakeform.review.access.principals import Principals
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known, strings

PERMISSIONS = "aws_lakeformation_permissions"
FILTER = "aws_lakeformation_data_cells_filter"
DATABASE = "aws_glue_catalog_database"
TABLE = "aws_glue_catalog_table"
EVERY_ROW = ""

_READS = frozenset({"SELECT"})
"""Permissions that columns and rows narrow down."""


@dataclass(frozen=True, order=True)
class Target:
    """What a right is on.

    Attributes:
        kind: `database`, `tables`, `table`, `location`, `tagged`, `tag` or `catalogue`.
        text: as a sentence names it.
        tags: of `tagged`: key → the values of which one must match.
    """

    kind: str
    text: str
    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, order=True)
class Right:
    """One principal may do one thing on one target.

    Attributes:
        columns, rows: how far a right to read goes; all columns and `EVERY_ROW` for other rights.
        grantable: whether it may be granted to others.
        address, whose: of the resource that gives it, and the account that the principal is in:
            not a part of what the right means.
    """

    who: str
    target: Target
    permission: str
    columns: Columns
    rows: str
    grantable: bool
    address: str = field(compare=False, default="")
    whose: Whose = field(compare=False, default=Whose.OWN)


@dataclass(frozen=True)
class _Filter:
    """What a data cells filter leaves to be seen."""

    columns: Columns
    rows: str


def rights(sides: Sides, side: Side, principals: Principals) -> frozenset[Right]:
    """All rights that the plan's permissions give on one side."""
    reader = _Reader(sides, side, principals)
    return frozenset(
        right for state in sides.of(side, PERMISSIONS) for right in reader.rights(state)
    )


class _Reader:
    def __init__(self, sides: Sides, side: Side, principals: Principals) -> None:
        self._sides = sides
        self._principals = principals
        self._filters: dict[tuple[str, str, str], _Filter] = {}
        for state in sides.of(side, FILTER):
            for data in state.blocks("table_data"):
                key = (*self._table(state, data, "table_data", "table_name"), str(data.get("name")))
                self._filters[key] = _filter(data)

    def rights(self, state: State) -> Iterator[Right]:
        who = self._principals.of(state)
        whose = self._principals.whose(known(state.values.get("principal")) or "")
        given = strings(state.values.get("permissions"))
        grantable = strings(state.values.get("permissions_with_grant_option"))
        if state.values.get("permissions_with_grant_option") is Mark.UNKNOWN:
            grantable = ()  # computed where it isn't written, and then empty
        for target, columns, rows in self._targets(state):
            for permission in sorted({*given, *grantable}):
                reads = permission in _READS
                yield Right(
                    who=who,
                    target=target,
                    permission=permission,
                    columns=columns if reads else ALL,
                    rows=rows if reads else EVERY_ROW,
                    grantable=permission in grantable,
                    address=state.address,
                    whose=whose,
                )

    def _targets(self, state: State) -> Iterator[tuple[Target, Columns, str]]:
        """What the one resource is about: exactly one target, unless the plan is broken."""
        if state.values.get("catalog_resource") is True:
            yield Target("catalogue", "the catalogue"), ALL, EVERY_ROW
        for block in state.blocks("database"):
            name = self._sides.name(state, block.get("name"), "database", DATABASE)
            yield Target("database", name), ALL, EVERY_ROW
        for block in state.blocks("table"):
            yield self._of_table(state, block, "table"), ALL, EVERY_ROW
        for block in state.blocks("table_with_columns"):
            names = strings(block.get("column_names"))
            columns = only(names) if names else all_but(strings(block.get("excluded_column_names")))
            yield self._of_table(state, block, "table_with_columns"), columns, EVERY_ROW
        for block in state.blocks("data_cells_filter"):
            yield self._of_filter(state, block)
        for block in state.blocks("data_location"):
            types = ("aws_s3_bucket", "aws_lakeformation_resource")
            place = self._sides.name(state, block.get("arn"), "data_location", *types)
            yield Target("location", location(place)), ALL, EVERY_ROW
        for block in state.blocks("lf_tag_policy"):
            yield self._tagged(block), ALL, EVERY_ROW
        for block in state.blocks("lf_tag"):
            key = str(block.get("key"))
            text = tag_text([(key, strings(block.get("values")))])
            yield Target("tag", f"LF-tag {text}"), ALL, EVERY_ROW

    def _of_table(self, state: State, block: Mapping[str, Any], attribute: str) -> Target:
        # A plan leaves the name of a wildcard open, as the provider computes it.
        if block.get("wildcard") is True and known(block.get("name")) in (None, ""):
            name = self._sides.name(state, block.get("database_name"), attribute, DATABASE)
            return Target("tables", f"{name}.*")
        database, name = self._table(state, block, attribute, "name")
        return Target("table", f"{database}.{name}")

    def _table(
        self, state: State, block: Mapping[str, Any], attribute: str, key: str
    ) -> tuple[str, str]:
        return (
            self._sides.name(state, block.get("database_name"), attribute, DATABASE),
            self._sides.name(state, block.get(key), attribute, TABLE),
        )

    def _of_filter(self, state: State, block: Mapping[str, Any]) -> tuple[Target, Columns, str]:
        database, table = self._table(state, block, "data_cells_filter", "table_name")
        name = self._sides.name(state, block.get("name"), "data_cells_filter", FILTER)
        target = Target("table", f"{database}.{table}")
        found = self._filters.get((database, table, name))
        if found is None:
            return target, ALL, f"of the filter {name}"
        return target, found.columns, found.rows

    def _tagged(self, block: Mapping[str, Any]) -> Target:
        kind = f"{str(block.get('resource_type', 'TABLE')).lower()}s"
        expression = block.get("expression")
        if isinstance(expression, list):
            tags = _tags(expression)
            return Target("tagged", f"{kind} where {tag_text(tags)}", tags)
        name = known(block.get("expression_name"))
        return Target("tagged", f"{kind} that match the LF-tag expression {name or UNKNOWN}")


def tag_text(tags: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """`domain=sales, sensitivity=internal|public`: all keys must match, one value of each."""
    return ", ".join(f"{key}={'|'.join(values)}" for key, values in tags)


def _tags(expression: list[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        sorted(
            (str(entry.get("key")), strings(entry.get("values")))
            for entry in expression
            if isinstance(entry, Mapping)
        )
    )


def location(arn: str) -> str:
    """`arn:aws:s3:::bucket/prefix` → `s3://bucket/prefix`."""
    _, found, rest = arn.partition(":s3:::")
    return f"s3://{rest}" if found else arn


def _filter(data: Mapping[str, Any]) -> _Filter:
    names = data.get("column_names")
    wildcard = data.get("column_wildcard")
    columns = only(strings(names)) if isinstance(names, list) and names else ALL
    if isinstance(wildcard, list) and wildcard and isinstance(wildcard[0], Mapping):
        columns = all_but(strings(wildcard[0].get("excluded_column_names")))
    filters = data.get("row_filter")
    row = filters[0] if isinstance(filters, list) and filters else {}
    text = known(row.get("filter_expression")) if isinstance(row, Mapping) else None
    unknown = isinstance(row, Mapping) and row.get("filter_expression") is Mark.UNKNOWN
    return _Filter(columns, UNKNOWN if unknown and not row.get("all_rows_wildcard") else text or "")
