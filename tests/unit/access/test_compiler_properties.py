"""The compiler on random grants: whoever is granted what, the plan means the same and is normal."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations, product
from typing import Any

from governed import ACCOUNT, lake_with, random_grants
from lakeform.access import compile
from lakeform.access.columns import ALL_COLUMNS, Columns
from lakeform.access.compiler import normalised
from lakeform.access.expressions import expression, matches
from lakeform.access.model import (
    AllTables,
    Database,
    Grant,
    Location,
    Principal,
    Table,
    Tagged,
)
from lakeform.access.rights import Right, of_persona
from lakeform.config import Lake

SEEDS = range(150)
WHO = Principal("persona", "p", f"arn:aws:iam::{ACCOUNT}:role/p")

TABLES = ("sales.orders", "sales.prices", "web.clicks", "web.crawled")
COLUMNS = ("order_id", "region", "email", "phone", "added_later")
TAGS = [
    dict(zip(("domain", "sensitivity"), choice, strict=True))
    for choice in product(("sales", "web", ""), ("public", "internal", "pii", ""))
]
"""Every way to tag an object; an empty value is no tag."""


def lake_of(grants: list[dict[str, Any]]) -> Lake:
    return lake_with({"personas": {"p": {"role_arn": WHO.identifier, "grants": grants}}})


def meaning(rights: Iterable[Right | Grant]) -> set[tuple[str, ...]]:
    """All that is allowed: single permissions on single objects, tagged in every way there is.

    Written a second time, and without any algebra: by asking for each object whether a right is
    about it.
    """
    allowed: set[tuple[str, ...]] = set()
    for right in rights:
        for permission in right.permissions:
            passed_on = right.grantable is True or (
                isinstance(right.grantable, tuple) and permission in right.grantable
            )
            for about in _about(right, permission):
                allowed.add((permission, *about))
                if passed_on:
                    allowed.add((f"grant {permission}", *about))
    return allowed


def _about(right: Right | Grant, permission: str) -> Iterable[tuple[str, ...]]:
    target = right.target
    if isinstance(target, Database):
        yield ("database", target.name)
    elif isinstance(target, Location):
        yield ("zone", target.zone)
    elif isinstance(target, Tagged):
        for number, tags in enumerate(TAGS):
            if matches(target.expression, {k: v for k, v in tags.items() if v}):
                yield (target.resource, str(number))
    elif isinstance(target, Table | AllTables):
        for table in TABLES:
            database, _, name = table.partition(".")
            if target == Table(database, name) or target == AllTables(database):
                columns = right.columns if isinstance(target, Table) else None
                for column in COLUMNS if permission == "SELECT" else ("",):
                    if column == "" or columns is None or _has(columns, column):
                        yield (table, column)


def _has(columns: Columns, column: str) -> bool:
    return (column in columns.names) != columns.excluding


def implied(rights: Iterable[Right]) -> set[tuple[str, ...]]:
    """DESCRIBE on a database, which comes with a grant on all its tables, where it is written."""
    rights = list(rights)
    whole = {r.target.database for r in rights if isinstance(r.target, AllTables)}
    named = {r.target.name for r in rights if isinstance(r.target, Database)}
    return {("DESCRIBE", "database", database) for database in whole & named}


def test_the_plan_means_what_was_written() -> None:
    for seed in SEEDS:
        lake = lake_of(random_grants(random.Random(seed), 8))
        written = list(of_persona(lake, "p"))
        assert meaning(compile(lake).grants) == meaning(written) | implied(written), seed


def test_one_principal_and_object_has_one_grant() -> None:
    for seed in SEEDS:
        grants = compile(lake_of(random_grants(random.Random(seed), 12))).grants
        assert len({(grant.principal, grant.target) for grant in grants}) == len(grants), seed
        assert len({grant.id_parts for grant in grants}) == len(grants), seed


def test_the_order_of_the_file_doesnt_matter() -> None:
    for seed in SEEDS:
        rng = random.Random(seed)
        grants = random_grants(rng, 8)
        plans = [compile(lake_of(each)).grants for each in (grants, shuffled(rng, grants))]
        first, second = ([replace(grant, sources=()) for grant in plan] for plan in plans)
        assert first == second, seed


def shuffled(rng: random.Random, grants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same grants in another order, and their lists too."""
    lists = ("permissions", "columns", "except_columns")
    return [
        {k: rng.sample(v, len(v)) if k in lists else v for k, v in grant.items()}
        for grant in rng.sample(grants, len(grants))
    ]


def test_a_normal_form_stays_as_it_is() -> None:
    for seed in SEEDS:
        once = compile(lake_of(random_grants(random.Random(seed), 8))).grants
        again = normalised(WHO, [right for grant in once for right in rights_of(grant)])
        expected = [replace(grant, sources=("again",)) for grant in once]
        assert sorted(again, key=lambda grant: grant.sort_key) == expected, seed


def rights_of(grant: Grant) -> Iterable[Right]:
    """A grant as rights: all of it, and what of it may be passed on."""
    columns = ALL_COLUMNS if grant.columns is None else grant.columns
    yield Right(grant.target, grant.permissions, False, "again", columns)
    if grant.grantable:
        yield Right(grant.target, grant.grantable, True, "again", columns)


def test_no_grant_can_be_left_out() -> None:
    for seed in SEEDS:
        meanings = [
            meaning([grant])
            for grant in compile(lake_of(random_grants(random.Random(seed), 10))).grants
        ]
        for one, other in permutations(meanings, 2):
            assert not one <= other, seed


def test_lists_are_explicit_and_sorted() -> None:
    for seed in SEEDS:
        for grant in compile(lake_of(random_grants(random.Random(seed), 10))).grants:
            assert list(grant.permissions) == sorted(set(grant.permissions))
            assert list(grant.grantable) == sorted(set(grant.grantable))
            assert set(grant.grantable) <= set(grant.permissions)
            assert not {"ALL", "SUPER"} & set(grant.permissions)


def test_the_second_opinion_sees_what_an_algebra_could_miss() -> None:
    """The properties above stand on `meaning`: it tells apart what must be told apart."""
    sales = Tagged("TABLE", expression({"domain": ["sales"]}))
    public = Tagged("TABLE", expression({"domain": ["sales"], "sensitivity": ["public"]}))
    wide, narrow = (meaning([Right(t, ("SELECT",), False, "")]) for t in (sales, public))
    assert narrow < wide
    assert meaning([Right(sales, ("SELECT",), True, "")]) > wide
