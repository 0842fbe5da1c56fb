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
from lakeform.review.access.filters import (
    DATABASE,
    EVERY_ROW,
    FILTER,
    Filter,
    Key,
    filters,
    table_of,
)
from lakeform.review.access.principals import Principals
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known, strings

PERMISSIONS = "aws_lakeformation_permissions"

_EXPRESSION = "aws_lakeformation_lf_tag_expression"
TAGGED_DATABASES = "tagged databases"
TAGGED_TABLES = "tagged tables"

READS = frozenset({"SELECT"})
"""Permissions that columns and rows narrow down."""


@dataclass(frozen=True, order=True)
class Target:
    """What a right is on.

    Attributes:
        kind: `database`, `tables`, `table`, `location`, `tag`, `catalogue`, `TAGGED_DATABASES` or
            `TAGGED_TABLES`.
        text: as a sentence names it.
        tags: of what is tagged: key → the values of which one must match.
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
        address, through, whose: of the resource that gives it, of the filter or the LF-tag
            expression that it goes through, and the account that the principal is in: not a part of
            what the right means.
    """

    who: str
    target: Target
    permission: str
    columns: Columns
    rows: str
    grantable: bool
    address: str = field(compare=False, default="")
    through: str = field(compare=False, default="")
    whose: Whose = field(compare=False, default=Whose.OWN)


def rights(sides: Sides, side: Side, principals: Principals) -> frozenset[Right]:
    """All rights that the plan's permissions give on one side."""
    reader = _Reader(sides, side, principals)
    return frozenset(
        right for state in sides.of(side, PERMISSIONS) for right in reader.rights(state)
    )


def of_filters(found: Mapping[Key, Filter]) -> Iterator[Right]:
    """What those may read who hold a filter by grants that aren't in the plan."""
    for (database, table, name), each in found.items():
        yield Right(
            who=f"whoever holds the filter {name}",
            target=Target("table", f"{database}.{table}"),
            permission="SELECT",
            columns=each.columns,
            rows=each.rows,
            grantable=False,
            address=each.address,
            through=each.address,
        )


class _Reader:
    def __init__(self, sides: Sides, side: Side, principals: Principals) -> None:
        self._sides = sides
        self._principals = principals
        self._filters = filters(sides, side)
        self._expressions = {
            known(state.values.get("name")): (state.values.get("expression"), state.address)
            for state in sides.of(side, _EXPRESSION)
        }

    def rights(self, state: State) -> Iterator[Right]:
        who = self._principals.of(state)
        whose = self._principals.whose(known(state.values.get("principal")) or "")
        given = strings(state.values.get("permissions"))
        grantable = strings(state.values.get("permissions_with_grant_option"))
        if state.values.get("permissions_with_grant_option") is Mark.UNKNOWN:
            grantable = ()  # computed where it isn't written, and then empty
        for target, columns, rows, through in self._targets(state):
            for permission in sorted({*given, *grantable}):
                reads = permission in READS
                yield Right(
                    who=who,
                    target=target,
                    permission=permission,
                    columns=columns if reads else ALL,
                    rows=rows if reads else EVERY_ROW,
                    grantable=permission in grantable,
                    address=state.address,
                    through=through,
                    whose=whose,
                )

    def _targets(self, state: State) -> Iterator[tuple[Target, Columns, str, str]]:
        """What the one resource is about: exactly one target, unless the plan is broken."""
        if state.values.get("catalog_resource") is True:
            yield Target("catalogue", "the catalogue"), ALL, EVERY_ROW, ""
        for block in state.blocks("database"):
            name = self._sides.name(state, block.get("name"), "database", DATABASE)
            yield Target("database", name), ALL, EVERY_ROW, ""
        for block in state.blocks("table"):
            yield self._of_table(state, block, "table"), ALL, EVERY_ROW, ""
        for block in state.blocks("table_with_columns"):
            names = strings(block.get("column_names"))
            columns = only(names) if names else all_but(strings(block.get("excluded_column_names")))
            yield self._of_table(state, block, "table_with_columns"), columns, EVERY_ROW, ""
        for block in state.blocks("data_cells_filter"):
            yield self._of_filter(state, block)
        for block in state.blocks("data_location"):
            types = ("aws_s3_bucket", "aws_lakeformation_resource")
            place = self._sides.name(state, block.get("arn"), "data_location", *types)
            yield Target("location", location(place)), ALL, EVERY_ROW, ""
        for block in state.blocks("lf_tag_policy"):
            yield self._tagged(block), ALL, EVERY_ROW, self._expression(block)[1]
        for block in state.blocks("lf_tag"):
            key = str(block.get("key"))
            text = tag_text([(key, strings(block.get("values")))])
            yield Target("tag", f"LF-tag {text}"), ALL, EVERY_ROW, ""

    def _of_table(self, state: State, block: Mapping[str, Any], attribute: str) -> Target:
        # A plan leaves the name of a wildcard open, as the provider computes it.
        if block.get("wildcard") is True and known(block.get("name")) in (None, ""):
            name = self._sides.name(state, block.get("database_name"), attribute, DATABASE)
            return Target("tables", f"{name}.*")
        database, name = table_of(self._sides, state, block, attribute, "name")
        return Target("table", f"{database}.{name}")

    def _of_filter(
        self, state: State, block: Mapping[str, Any]
    ) -> tuple[Target, Columns, str, str]:
        database, table = table_of(self._sides, state, block, "data_cells_filter", "table_name")
        name = self._sides.name(state, block.get("name"), "data_cells_filter", FILTER)
        target = Target("table", f"{database}.{table}")
        found = self._filters.get((database, table, name))
        if found is None:
            return target, ALL, f"of the filter {name}", ""
        return target, found.columns, found.rows, found.address

    def _expression(self, block: Mapping[str, Any]) -> tuple[Any, str]:
        """The tags that a policy asks for, and the resource of its own that says them, if any."""
        name = known(block.get("expression_name"))
        found = None if name is None else self._expressions.get(name)
        return (block.get("expression"), "") if found is None else found

    def _tagged(self, block: Mapping[str, Any]) -> Target:
        of_databases = str(block.get("resource_type", "TABLE")).upper() == "DATABASE"
        kind = TAGGED_DATABASES if of_databases else TAGGED_TABLES
        things = "databases" if of_databases else "tables"
        expression, _ = self._expression(block)
        if isinstance(expression, list) and expression:
            tags = _tags(expression)
            return Target(kind, f"{things} where {tag_text(tags)}", tags)
        name = known(block.get("expression_name"))
        return Target(kind, f"{things} that match the LF-tag expression {name or UNKNOWN}")


def tag_text(tags: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """`domain=sales, sensitivity=internal|public`: all keys must match, one value of each."""
    return ", ".join(f"{key}={'|'.join(values)}" for key, values in tags)


def _tags(expression: list[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        sorted(
            (
                str(entry.get("key", entry.get("tag_key"))),
                strings(entry.get("values", entry.get("tag_values"))),
            )
            for entry in expression
            if isinstance(entry, Mapping)
        )
    )


def location(arn: str) -> str:
    """`arn:aws:s3:::bucket/prefix` → `s3://bucket/prefix`."""
    _, found, rest = arn.partition(":s3:::")
    return f"s3://{rest}" if found else arn
