"""Which sensitive columns a grant shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.gate.facts.grants import Grant, is_cleared, is_for_a_program
from lakeform.gate.facts.tagged import Tagged, matches, tagged
from lakeform.gate.facts.values import first, is_known, name, names
from lakeform.gate.policy import Case
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown

WHOLE = "(every column)"
"""Stands for the columns of a sensitive table that the plan doesn't list."""


@dataclass(frozen=True)
class Exposure:
    """What a grant shows of what is sensitive.

    Attributes:
        columns: `database.table.column`, sorted; empty where it shows none.
        missing: what the plan doesn't say, where that leaves the answer open; else empty.
    """

    columns: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class _Visible:
    """The columns that a grant shows: these, or all but these."""

    names: frozenset[str]
    is_exclusion: bool

    def shows(self, column: str) -> bool:
        if column == "":
            # columns that the plan doesn't list: some of them are seen unless all are named
            return self.is_exclusion or bool(self.names)
        return (column in self.names) != self.is_exclusion


_EVERYTHING = _Visible(frozenset(), True)


_NAMED_AT_MOST = 5
"""Columns in one reason."""

NAMED = ("table", "table_with_columns", "data_cells_filter")
"""Kinds of grants that name a table."""


def exposure(grant: Grant, case: Case) -> Exposure:
    """The sensitive columns that a grant with SELECT shows."""
    facts = tagged(case)
    if grant.reads is False or grant.kind not in (*NAMED, "lf_tag_policy"):
        return Exposure()
    if grant.kind in NAMED and not facts.sensitive and not facts.unplaced:
        return Exposure()
    if not _is_known(grant.block):
        return Exposure(missing="what it is on isn't known before it is applied")
    if grant.kind == "lf_tag_policy":
        found = _by_tags(grant.block, facts, case)
    else:
        seen = _visible(grant, facts, case)
        if seen is None:
            return Exposure(missing="the plan doesn't say what its data cells filter shows")
        found = _by_name(grant.block, seen, facts)
    columns = tuple(sorted(set(found)))
    if columns and grant.reads is None:
        return Exposure(missing="its permissions aren't known before it is applied")
    if not columns and facts.unplaced:
        return Exposure(missing=f"{facts.unplaced[0]} marks objects that aren't known yet")
    return Exposure(columns)


def judge_reader(grant: Grant, case: Case) -> Verdict:
    """Whether whoever gets a grant is cleared for what it shows."""
    if is_cleared(grant, case) or is_for_a_program(grant, case):
        return PASSED
    shown = exposure(grant, case)
    if shown.missing:
        return unknown(shown.missing)
    if not shown.columns:
        return PASSED
    if grant.principal is None and not grant.refers:
        return unknown(f"whoever gets it reads {_listed(shown.columns)}")
    return failed(
        f"{grant.describe()} isn't cleared, and reads {_listed(shown.columns)}",
        _fix(grant, shown.columns, case),
    )


def _fix(grant: Grant, columns: tuple[str, ...], case: Case) -> str:
    """Both ways out, with the names of lake.yaml where they are known: clear them, or leave the
    columns out."""
    known = dict(case.settings.principals)
    who = known.get(grant.principal or "") or min(grant.role_names, default="")
    if not who:
        return ""
    cleared = f"policy.cleared: [{who}], if it may read them"
    if grant.kind == "lf_tag_policy":
        key, _ = case.settings.sensitive_tag
        return f"{cleared}; else leave the values of `{key}` that it may not out of the grant"
    by_table: dict[str, list[str]] = {}
    for column in columns:
        database, table, name_in_it = column.split(".", 2)
        by_table.setdefault(f"{database}.{table}", []).append(name_in_it)
    table, names_in_it = next(iter(by_table.items()))
    if len(by_table) > 1 or WHOLE in names_in_it:
        return f"{cleared}; else grant it tables or columns without {_listed(columns)}"
    where = "the filter" if grant.kind == "data_cells_filter" else f"the grant on {table}"
    return f"{cleared}; else in {where} except_columns: [{', '.join(names_in_it)}]"


def _listed(columns: tuple[str, ...]) -> str:
    more = len(columns) - _NAMED_AT_MOST
    ending = f" and {more} more" if more > 0 else ""
    return ", ".join(columns[:_NAMED_AT_MOST]) + ending


def _is_known(block: Mapping[str, Any]) -> bool:
    ignored = {"catalog_id", "table_catalog_id"} | (
        {"name"} if block.get("wildcard") is True and "column_names" not in block else set()
    )
    return is_known({key: value for key, value in block.items() if key not in ignored})


def _lower(block: Mapping[str, Any], key: str) -> str:
    return (name(block.get(key)) or "").lower()


def _visible(grant: Grant, facts: Tagged, case: Case) -> _Visible | None:
    if grant.kind == "table":
        return _EVERYTHING
    if grant.kind == "table_with_columns":
        return _columns(grant.block.get("column_names"), grant.block.get("excluded_column_names"))
    wanted = [_lower(grant.block, key) for key in ("database_name", "table_name", "name")]
    for candidate in case.plan.of_type("aws_lakeformation_data_cells_filter"):
        data = candidate.block("table_data")
        if [_lower(data, key) for key in ("database_name", "table_name", "name")] == wanted:
            excluded = first(data, "column_wildcard").get("excluded_column_names")
            listed = data.get("column_names")
            if is_known(excluded) and (is_known(listed) or data.get("column_wildcard")):
                return _columns(listed if is_known(listed) else None, excluded)
            return None
    return None if any(_by_name(grant.block, _EVERYTHING, facts)) else _EVERYTHING


def _columns(listed: Any, excluded: Any) -> _Visible:
    if names(listed):
        return _Visible(frozenset(column.lower() for column in names(listed)), False)
    return _Visible(frozenset(column.lower() for column in names(excluded)), True)


def _by_name(block: Mapping[str, Any], seen: _Visible, facts: Tagged) -> Iterator[str]:
    database = _lower(block, "database_name")
    table = _lower(block, "table_name") or _lower(block, "name")
    if block.get("wildcard") is True and "column_names" not in block:
        table = ""
    for (where, title), columns in sorted(facts.sensitive.items()):
        if where == database and table in ("", title):
            for column, _ in columns:
                if seen.shows(column):
                    yield f"{where}.{title}.{column or WHOLE}"


def _by_tags(block: Mapping[str, Any], facts: Tagged, case: Case) -> Iterator[str]:
    """A tag expression; one that names a sensitive value shows what will carry it, too."""
    if block.get("resource_type") != "TABLE":
        return
    expression = {
        key: frozenset(names(term.get("values")))
        for term in block.get("expression") or ()
        if isinstance(term, Mapping) and (key := name(term.get("key"))) is not None
    }
    key, values = case.settings.sensitive_tag
    for value in sorted(expression.get(key, frozenset()) & set(values)):
        yield f"whatever is tagged {key}={value}"
    for (where, title), columns in sorted(facts.sensitive.items()):
        for column, tags in columns:
            if matches(tags, expression):
                yield f"{where}.{title}.{column or WHOLE}"
