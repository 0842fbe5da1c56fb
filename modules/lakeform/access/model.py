"""The rights of a lake as inert data: principals, objects, grants, and the plan of them all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Literal, TypeAlias

from lakeform.access.columns import Columns
from lakeform.access.expressions import Expression, text

Mode: TypeAlias = Literal["lake_formation", "hybrid", "iam"]
Names: TypeAlias = tuple[str, ...]

_LONGEST_PART = 60


@dataclass(frozen=True, order=True)
class Principal:
    """Who is granted something.

    Attributes:
        kind: a persona, another account, or a role of the lake's own (`service`).
        name: as the lake calls it: a persona, a share, `crawler landing`.
        identifier: as AWS calls it: a role's ARN, or an account id.
    """

    kind: Literal["account", "persona", "service"]
    name: str
    identifier: str

    @property
    def key(self) -> str:
        """Its part of a resource's name; a persona's name has no `_`, so none is taken twice."""
        return f"share_{self.name}" if self.kind == "account" else self.name.replace(" ", "_")


@dataclass(frozen=True, order=True)
class Location:
    """A zone's bucket, registered with Lake Formation."""

    kind: ClassVar[str] = "location"
    zone: str

    @property
    def parts(self) -> Names:
        """The keys that name it."""
        return (self.zone,)

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes."""
        return (self.kind, self.zone)

    def __str__(self) -> str:
        return f"zone {self.zone}"


@dataclass(frozen=True, order=True)
class Database:
    """A database; not its tables."""

    kind: ClassVar[str] = "database"
    name: str

    @property
    def parts(self) -> Names:
        """The keys that name it."""
        return (self.name,)

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes."""
        return ("database", self.name)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, order=True)
class AllTables:
    """All tables of a database, those to come included."""

    kind: ClassVar[str] = "tables"
    database: str

    @property
    def parts(self) -> Names:
        """The keys that name it."""
        return (self.database,)

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes: it touches the database too."""
        return ("database", self.database)

    def __str__(self) -> str:
        return f"{self.database}.*"


@dataclass(frozen=True, order=True)
class Table:
    """A table; a grant's `columns` say how far SELECT goes."""

    kind: ClassVar[str] = "table"
    database: str
    name: str

    @property
    def parts(self) -> Names:
        """The keys that name it."""
        return (self.database, self.name)

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes."""
        return ("table", self.database, self.name)

    def __str__(self) -> str:
        return f"{self.database}.{self.name}"


@dataclass(frozen=True, order=True)
class CellsFilter:
    """A data cells filter of a table."""

    kind: ClassVar[str] = "filter"
    name: str
    database: str
    table: str

    @property
    def parts(self) -> Names:
        """The keys that name it."""
        return (self.name,)

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes: the filter's table."""
        return ("table", self.database, self.table)

    def __str__(self) -> str:
        return f"{self.database}.{self.table}"


@dataclass(frozen=True, order=True)
class Tagged:
    """All databases, or all tables and their columns, whose LF-tags match."""

    kind: ClassVar[str] = "tags"
    resource: Literal["DATABASE", "TABLE"]
    expression: Expression

    @property
    def parts(self) -> Names:
        """The keys that name it: `databases` or `tables`, then one for each LF-tag."""
        return (f"{self.resource.lower()}s", *(_word(*tag) for tag in self.expression))

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes: a policy of its own."""
        return ("tags", self.resource, text(self.expression))

    def __str__(self) -> str:
        return f"{self.resource.lower()}s with {text(self.expression)}"


@dataclass(frozen=True, order=True)
class TagKey:
    """An LF-tag itself, with the values that are shared: another account must know them to pass
    on what is shared by them."""

    kind: ClassVar[str] = "tag"
    key: str
    values: Names

    @property
    def parts(self) -> Names:
        """The keys that name it."""
        return (self.key,)

    @property
    def lock(self) -> Names:
        """What Lake Formation locks while a grant on it changes."""
        return ("tag", self.key)

    def __str__(self) -> str:
        return f"LF-tag {self.key}={'|'.join(self.values)}"


Target: TypeAlias = Location | Database | AllTables | Table | CellsFilter | Tagged | TagKey

_ORDER: tuple[type[Target], ...] = (
    Location,
    Database,
    AllTables,
    Table,
    CellsFilter,
    Tagged,
    TagKey,
)
"""Kinds in the order in which they are granted: locations before what may lie in them."""


@dataclass(frozen=True)
class Grant:
    """All that one principal may do on one object: exactly one resource in Terraform.

    Attributes:
        permissions: sorted.
        grantable: those of them that it may grant to others, sorted.
        columns: how far SELECT goes, on a table; None without SELECT and on other objects.
        sources: the grants of the file that it comes from, `personas.analyst.grants[0]`.
    """

    principal: Principal
    target: Target
    permissions: Names
    grantable: Names = ()
    columns: Columns | None = None
    sources: Names = ()

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Its place in the plan."""
        return (_ORDER.index(type(self.target)), self.target, self.principal)

    @property
    def id_parts(self) -> Names:
        """The keys that name its resource: the principal and the object, and nothing that can
        change while both stay. A grant that changes is then replaced, first revoked and then
        granted; under a new name the revocation could come second and undo the grant."""
        return (self.principal.key, self.target.kind, *self.target.parts)


@dataclass(frozen=True, order=True)
class OptIn:
    """A principal for whom Lake Formation decides on an object, in mode `hybrid`."""

    target: Database | Table
    principal: Principal

    @property
    def id_parts(self) -> Names:
        """The keys that name its resource."""
        return (self.principal.key, self.target.kind, *self.target.parts)


@dataclass(frozen=True)
class AccessPlan:
    """Who may do what: the normal form of a lake's governance.

    Attributes:
        admins: ARNs of Lake Formation's administrators, sorted; none of them has a grant.
        grants: one for each principal and object, in the order in which they are made.
        opt_ins: in mode `hybrid`, sorted.
    """

    mode: Mode
    admins: Names
    grants: tuple[Grant, ...]
    opt_ins: tuple[OptIn, ...] = ()

    def chains(self) -> Iterator[tuple[Grant, ...]]:
        """The grants that Lake Formation wouldn't take at the same time, in their order.

        Each waits for the one before it. A grant that comes or goes changes the link of its
        successor and of no other.
        """
        by_lock = sorted(self.grants, key=lambda grant: (grant.target.lock, grant.sort_key))
        for _, chain in groupby(by_lock, key=lambda grant: grant.target.lock):
            yield tuple(chain)

    def of(self, name: str) -> tuple[Grant, ...]:
        """The grants of a persona."""
        return tuple(
            grant
            for grant in self.grants
            if grant.principal.kind == "persona" and grant.principal.name == name
        )


def _word(key: str, values: Names) -> str:
    """An LF-tag as part of a resource's name: `sensitivity-internal-public`.

    A digest keeps apart what would look the same, since keys and values may hold `-` themselves,
    or what no name can hold.
    """
    word = "-".join((key, *values))
    if len(word) <= _LONGEST_PART and all(
        part.isascii() and part.isalnum() for part in (key, *values)
    ):
        return word
    digest = hashlib.sha256(text(((key, values),)).encode()).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9_-]', '-', word)[:_LONGEST_PART]}-{digest}"
