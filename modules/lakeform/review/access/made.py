"""What a plan makes: a right on that opens nothing that was there before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lakeform.review.access.filters import DATABASE, TABLE
from lakeform.review.access.rights import Target
from lakeform.review.access.statements import Permission
from lakeform.review.access.states import Side, Sides, known
from lakeform.review.access.tags import tags

_ARN = re.compile(
    r"arn:[^:]+:(?:"
    r"s3:::(?P<bucket>[^/*?]+)(?:/.*)?"
    r"|glue:[^:]*:[^:]*:(?:database|table|userDefinedFunction)/(?P<database>[^/*?]+)"
    r"(?:/(?P<table>.+))?)"
)
"""Of an object or a bucket, or of a part of the catalogue."""


@dataclass(frozen=True)
class Made:
    """What the plan does: nothing that exists is opened by a right on what it makes."""

    sides: Sides
    targets: frozenset[str]
    buckets: tuple[str, ...]
    tags: frozenset[tuple[str, str]]

    def has(self, target: Target) -> bool:
        """Whether a target is new, so that there was nothing in it before."""
        if target.tags:
            # Nothing bears a new tag yet, and all keys must match.
            return any(
                all((key, value) in self.tags for value in values) for key, values in target.tags
            )
        if target.kind == "location":
            return any(f"{target.text}/".startswith(f"{bucket}/") for bucket in self.buckets)
        return target.text in self.targets

    def has_all(self, permissions: Iterable[Permission]) -> bool:
        """Whether permissions are on buckets, databases and tables that are new, and nothing else.

        A pattern counts where what is new stands before it: `new/*` does, `new*` doesn't.
        """
        found = [self._has_arn(each.resource) for each in permissions]
        return bool(found) and all(found)

    def _has_arn(self, arn: str) -> bool:
        match = _ARN.fullmatch(arn)
        if match is None:
            return False
        if match["bucket"]:
            return f"s3://{match['bucket']}" in self.buckets
        database, table = match["database"] or "", match["table"] or ""
        return database in self.targets or f"{database}.{table}" in self.targets


def made_by(sides: Sides) -> Made:
    """What is there after a plan and wasn't before."""
    return Made(
        sides=sides,
        targets=frozenset(_tables(sides, Side.AFTER) - _tables(sides, Side.BEFORE)),
        buckets=tuple(sorted(_buckets(sides, Side.AFTER) - _buckets(sides, Side.BEFORE))),
        tags=frozenset(tags(sides, Side.AFTER) - tags(sides, Side.BEFORE)),
    )


def _tables(sides: Sides, side: Side) -> set[str]:
    found = set()
    for state in sides.of(side, DATABASE):
        name = known(state.values.get("name"))
        found |= {f"{name}", f"{name}.*"} if name else set()
    for state in sides.of(side, TABLE):
        database, name = state.values.get("database_name"), known(state.values.get("name"))
        if name and known(database):
            found.add(f"{database}.{name}")
    return found


def _buckets(sides: Sides, side: Side) -> set[str]:
    states = sides.of(side, "aws_s3_bucket")
    return {f"s3://{name}" for state in states if (name := known(state.values.get("bucket")))}
