"""The policy compiler: from the grants of `lake.yaml` to the fewest grants that mean the same.

The normal form has one grant for each principal and object. What is written twice is merged, what
another grant covers is dropped, and only where that is so whatever tables and tags there are:

- on one object, permissions are united, and so are the columns of SELECT;
- all of a table's grants go into one, because Terraform's provider reads a table's permissions back
  together with those of its columns, and two resources would each see the other's;
- a table's grant goes where `database.*` grants as much;
- tag expressions are united as `expressions.merged` says.

Nothing is granted to an administrator, nor `ALL`: neither can be read back as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lakeform.access import rights
from lakeform.access.columns import NO_COLUMNS, Columns
from lakeform.access.expressions import covers, merged
from lakeform.access.model import (
    AccessPlan,
    AllTables,
    CellsFilter,
    Database,
    Grant,
    OptIn,
    Principal,
    Table,
    Tagged,
    Target,
)
from lakeform.access.rights import Right, administrators
from lakeform.access.tags import matching_databases, matching_tables
from lakeform.config import Lake


def compile(lake: Lake) -> AccessPlan:
    """The normal form of a lake's governance.

    It doesn't depend on the order of the file. The lake has passed the rules of its configuration,
    so everything that a grant names exists.
    """
    admins = administrators(lake)
    grants: list[Grant] = []
    for name, principal in rights.principals(lake).items():
        if principal.identifier not in admins:
            grants += normalised(principal, rights.of_persona(lake, name))
    for principal, needed in rights.services(lake).items():
        grants += normalised(principal, rights.of_service(lake, needed))
    for name, principal in rights.accounts(lake).items():
        grants += normalised(principal, rights.of_share(lake, name))
    ordered = tuple(sorted(grants, key=lambda grant: grant.sort_key))
    opt_ins = _opt_ins(lake, ordered) if lake.governance.mode == "hybrid" else ()
    return AccessPlan(lake.governance.mode, admins, ordered, opt_ins)


@dataclass
class _Draft:
    """What a principal may do on one object, as far as its rights have been read."""

    permissions: set[str] = field(default_factory=set)
    grantable: set[str] = field(default_factory=set)
    columns: Columns = NO_COLUMNS
    sources: set[str] = field(default_factory=set)

    def add(self, right: Right) -> None:
        self.permissions.update(right.permissions)
        if right.grantable:
            self.grantable.update(right.permissions)
        if "SELECT" in right.permissions:
            self.columns |= right.columns
        self.sources.add(right.source)


def normalised(principal: Principal, rights: Iterable[Right]) -> list[Grant]:
    """The fewest grants that mean the same as a principal's rights."""
    drafts: dict[Target, _Draft] = {}
    for right in rights:
        drafts.setdefault(right.target, _Draft()).add(right)
    grants = [
        Grant(
            principal=principal,
            target=target,
            permissions=tuple(sorted(draft.permissions)),
            grantable=tuple(sorted(draft.grantable)),
            columns=draft.columns
            if isinstance(target, Table) and "SELECT" in draft.permissions
            else None,
            sources=tuple(sorted(draft.sources)),
        )
        for target, draft in drafts.items()
    ]
    fewest = _without_covered(_with_merged_tags(_without_covered(grants)))
    return _with_described_databases(fewest)


def _without_covered(grants: list[Grant]) -> list[Grant]:
    """Drop each grant that another one covers whole; its source moves to that one."""
    wide = [grant for grant in grants if isinstance(grant.target, AllTables | Tagged)]
    widest = [grant for grant in wide if not any(_covers(other, grant) for other in wide)]
    kept: list[Grant] = []
    sources: dict[Target, set[str]] = {}
    for grant in grants:
        covering = [other for other in widest if _covers(other, grant)]
        for other in covering:
            sources.setdefault(other.target, set(other.sources)).update(grant.sources)
        if not covering:
            kept.append(grant)
    return [
        replace(grant, sources=tuple(sorted(sources.get(grant.target, grant.sources))))
        for grant in kept
    ]


def _covers(wide: Grant, narrow: Grant) -> bool:
    return (
        wide is not narrow
        and _is_part(narrow.target, wide.target)
        and set(narrow.permissions) <= set(wide.permissions)
        and set(narrow.grantable) <= set(wide.grantable)
    )


def _is_part(part: Target, whole: Target) -> bool:
    match part, whole:
        case Table(), AllTables():
            return part.database == whole.database
        case Tagged(), Tagged():
            return part.resource == whole.resource and covers(whole.expression, part.expression)
    return False


def _with_merged_tags(grants: list[Grant]) -> list[Grant]:
    """Unite tag expressions that are granted the same."""
    result = [grant for grant in grants if not isinstance(grant.target, Tagged)]
    alike: dict[tuple[object, ...], list[tuple[Tagged, Grant]]] = {}
    for grant in grants:
        if isinstance(grant.target, Tagged):
            key = (grant.target.resource, grant.permissions, grant.grantable)
            alike.setdefault(key, []).append((grant.target, grant))
    for group in alike.values():
        for wanted in merged(target.expression for target, _ in group):
            parts = [(t, grant) for t, grant in group if covers(wanted, t.expression)]
            sources = {source for _, grant in parts for source in grant.sources}
            target, grant = parts[0]
            result.append(
                replace(
                    grant,
                    target=replace(target, expression=wanted),
                    sources=tuple(sorted(sources)),
                )
            )
    return result


def _with_described_databases(grants: list[Grant]) -> list[Grant]:
    """Add DESCRIBE to a database's grant beside one on all its tables.

    Lake Formation adds it by itself, inside an account (developer guide, "Granting permissions on
    Data Catalog resources"), and a grant that comes back with more than was written is replaced at
    each apply.
    """
    whole = {grant.target.database for grant in grants if isinstance(grant.target, AllTables)}
    return [
        replace(grant, permissions=tuple(sorted({*grant.permissions, "DESCRIBE"})))
        if isinstance(grant.target, Database) and grant.target.name in whole
        else grant
        for grant in grants
    ]


def _opt_ins(lake: Lake, grants: Iterable[Grant]) -> tuple[OptIn, ...]:
    """Every database and table that a persona has a grant on, each by name: an opt-in by wildcard
    fails, and one by LF-tag doesn't exist. The lake's own roles go on working by IAM."""
    found = {
        OptIn(target, grant.principal)
        for grant in grants
        if grant.principal.kind == "persona"
        for target in _named(lake, grant.target)
    }
    return tuple(sorted(found, key=lambda opt_in: (opt_in.target.lock, opt_in.principal)))


def _named(lake: Lake, target: Target) -> Iterator[Database | Table]:
    """The databases and tables of the file that an object stands for."""
    match target:
        case Database() | Table():
            yield target
        case AllTables():
            for name in lake.catalog.databases[target.database].tables:
                yield Table(target.database, name)
        case CellsFilter():
            yield Table(target.database, target.table)
        case Tagged(resource="DATABASE"):
            for name in matching_databases(lake, target.expression):
                yield Database(name)
        case Tagged():
            for found in matching_tables(lake, target.expression):
                yield Table(found.database, found.table)
