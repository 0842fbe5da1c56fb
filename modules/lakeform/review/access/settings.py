"""Lake Formation's settings, the places it governs, and who is opted in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lakeform.gate.facts.accounts import Whose
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.filters import DATABASE, TABLE
from lakeform.review.access.principals import Principals
from lakeform.review.access.rights import location
from lakeform.review.access.states import Side, Sides, State, known, strings

_SETTINGS = "aws_lakeformation_data_lake_settings"
_RESOURCE = "aws_lakeformation_resource"
_OPT_IN = "aws_lakeformation_opt_in"
SETTINGS = (_SETTINGS, _RESOURCE, _OPT_IN)
"""Types that decide on access without granting it."""

_LISTS = (
    (
        "admins",
        "{who} becomes an administrator of Lake Formation",
        "{who} is no longer an administrator of Lake Formation",
    ),
    (
        "read_only_admins",
        "{who} becomes a read-only administrator of Lake Formation",
        "{who} is no longer a read-only administrator of Lake Formation",
    ),
    (
        "trusted_resource_owners",
        "{who} may tell Lake Formation whose sessions are its own",
        "{who} may no longer tell Lake Formation whose sessions are its own",
    ),
    (
        "external_data_filtering_allow_list",
        "engines of {who} may read data and filter it themselves",
        "engines of {who} may no longer read data and filter it themselves",
    ),
)
"""Attribute → the sentences for who comes and who goes."""

_FLAGS = (
    ("allow_external_data_filtering", "external engines may read data and filter it themselves"),
    (
        "allow_full_table_external_data_access",
        "external engines may read whole tables without asking for each session",
    ),
)

_DEFAULTS = (
    ("create_database_default_permissions", "databases"),
    ("create_table_default_permissions", "tables"),
)


_Fact = tuple[str, str, str]
"""Who it is about, the sentence when it comes, the one when it goes."""


def settings_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """Administrators, default permissions, registered places and opt-ins that come or go."""
    reader = _Reader(sides, principals)
    before, after = reader.facts(Side.BEFORE), reader.facts(Side.AFTER)
    existing = {state.address for state in sides.of(Side.BEFORE, _SETTINGS, _RESOURCE)}
    for fact in sorted({*before, *after}):
        if (fact in before) != (fact in after):
            who, comes, goes = fact
            came = fact in after
            address, whose = (after if came else before)[fact]
            yield AccessChange(
                area=Area.SETTINGS,
                turn=Turn.GAINS if came else Turn.LOSES,
                who=who,
                text=comes if came else goes,
                addresses=(address,),
                on_new=came and address not in existing,
                whose=whose,
            )


class _Reader:
    def __init__(self, sides: Sides, principals: Principals) -> None:
        self._sides = sides
        self._principals = principals

    def facts(self, side: Side) -> dict[_Fact, tuple[str, Whose]]:
        """What is in force on one side, with the address that says so, and whom it lets in."""
        readers: tuple[tuple[str, Callable[[State], Iterator[tuple[_Fact, Whose]]]], ...] = (
            (_SETTINGS, self._settings),
            (_RESOURCE, self._place),
            (_OPT_IN, self._opt_ins),
        )
        return {
            fact: (state.address, whose)
            for kind, read in readers
            for state in self._sides.of(side, kind)
            for fact, whose in read(state)
        }

    def _settings(self, state: State) -> Iterator[tuple[_Fact, Whose]]:
        for attribute, comes, goes in _LISTS:
            given = state.values.get(attribute)
            # Where it isn't written, it is computed: nobody knows it, and nobody changes it.
            for principal in strings(given) if isinstance(given, list) else ():
                who = self._principals.text(principal)
                fact = (who, comes.format(who=who), goes.format(who=who))
                yield fact, self._principals.whose(principal)
        for attribute, text in _FLAGS:
            if state.values.get(attribute) is True:
                yield ("external engines", text, f"no longer: {text}"), self._engines(state)
        for attribute, things in _DEFAULTS:
            for block in state.blocks(attribute):
                permissions = block.get("permissions")
                whose = known(block.get("principal"))
                if isinstance(permissions, list) and permissions and whose is not None:
                    who = self._principals.text(whose)
                    text = f"{', '.join(strings(permissions))} on {things} made from now on"
                    yield (who, f"{who} gets {text}", f"{who} no longer gets {text}"), Whose.OWN

    def _engines(self, state: State) -> Whose:
        """Whose the external engines are: those of the listed accounts, or anybody's."""
        listed = strings(state.values.get("external_data_filtering_allow_list"))
        return self._principals.whose(*listed) if listed else Whose.FOREIGN

    def _place(self, state: State) -> Iterator[tuple[_Fact, Whose]]:
        place = location(self._sides.name(state, state.values.get("arn"), "arn", "aws_s3_bucket"))
        if state.values.get("hybrid_access_enabled") is True:
            comes = f"IAM policies keep giving access to {place}, beside Lake Formation (hybrid)"
            goes = f"IAM policies no longer give access to {place} beside Lake Formation"
            yield ("everyone whom IAM allows", comes, goes), Whose.OWN

    def _opt_ins(self, state: State) -> Iterator[tuple[_Fact, Whose]]:
        for block in state.blocks("principal"):
            principal = str(block.get("data_lake_principal_identifier"))
            who = self._principals.text(principal)
            for what in self._opted(state):
                comes = f"Lake Formation decides for {who} on {what}, no longer IAM alone (opt-in)"
                goes = f"IAM alone decides for {who} on {what} again (opt-in ends)"
                yield (who, comes, goes), self._principals.whose(principal)

    def _opted(self, state: State) -> Iterator[str]:
        for data in state.blocks("resource_data"):
            inner = State(state.address, state.type, data, state.written)
            for block in inner.blocks("database"):
                yield self._name(state, block, "name", DATABASE)
            for kind in ("table", "table_with_columns"):
                for block in inner.blocks(kind):
                    database = self._name(state, block, "database_name", DATABASE)
                    every = block.get("wildcard") is True
                    yield f"{database}.{'*' if every else self._name(state, block, 'name', TABLE)}"
            for block in inner.blocks("data_location"):
                yield location(str(block.get("resource_arn")))

    def _name(self, state: State, block: Mapping[str, Any], key: str, type: str) -> str:
        return self._sides.name(state, block.get(key), "resource_data", type)
