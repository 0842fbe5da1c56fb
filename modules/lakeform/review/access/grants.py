"""Who gains and loses Lake Formation permissions, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lakeform.gate.facts.grants import OBJECTS
from lakeform.plan import Mark
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.columns import Columns
from lakeform.review.access.filters import EVERY_ROW, filters
from lakeform.review.access.made import Made, made_by
from lakeform.review.access.principals import Principals
from lakeform.review.access.rights import PERMISSIONS, Right, Target, of_filters, rights
from lakeform.review.access.states import Side, Sides, known


def grant_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """What changes between the rights before and those after; equal ones cancel out."""
    before = rights(sides, Side.BEFORE, principals)
    after = rights(sides, Side.AFTER, principals)
    old_filters, new_filters = _unheld(sides, before | after)
    before, after = before | old_filters, after | new_filters
    made = made_by(sides)
    lost, gained = _known(before - after), _known(after - before)
    whole: dict[Turn, list[Right]] = {Turn.GAINS: [], Turn.LOSES: []}
    for key in sorted({*lost, *gained}):
        old, new = lost.get(key, []), gained.get(key, [])
        if len(old) == len(new) == 1:
            yield from _altered(old[0], new[0], made)
        else:
            whole[Turn.LOSES] += old
            whole[Turn.GAINS] += new
    for turn, found in whole.items():
        yield from _sentences(turn, found, made)
    yield from _unsure(sides, principals)


def _unheld(sides: Sides, held: Iterable[Right]) -> tuple[frozenset[Right], frozenset[Right]]:
    """What filters leave to be seen, before and after, that stay and that no grant here is on."""
    granted = {right.through for right in held}
    old, new = filters(sides, Side.BEFORE), filters(sides, Side.AFTER)
    staying = [
        key
        for key in old.keys() & new.keys()
        if granted.isdisjoint((old[key].address, new[key].address))
    ]
    return (
        frozenset(of_filters({key: old[key] for key in staying})),
        frozenset(of_filters({key: new[key] for key in staying})),
    )


def _unsure(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """Grants of which nobody knows yet what they give."""
    for state in sides.of(Side.AFTER, PERMISSIONS):
        # What isn't written is computed, and says nothing; each grant names one target of many.
        written = state.written.attributes or frozenset()
        given = ("permissions", *(name for name in OBJECTS if name in written))
        if sides.stays(state):
            continue
        if any(isinstance(state.values.get(name), Mark) for name in given):
            who = principals.of(state)
            yield AccessChange(
                area=Area.DATA,
                turn=Turn.CHANGES,
                who=who,
                text=f"{who} is granted what is known only after apply",
                addresses=(state.address,),
                whose=principals.whose(known(state.values.get("principal")) or ""),
                is_known=False,
            )


def _known(found: Iterable[Right]) -> dict[tuple[str, Target, str], list[Right]]:
    by_meaning: dict[tuple[str, Target, str], list[Right]] = defaultdict(list)
    for right in sorted(found):
        by_meaning[right.who, right.target, right.permission].append(right)
    return by_meaning


def _altered(old: Right, new: Right, made: Made) -> Iterator[AccessChange]:
    """One right that goes further, less far, or elsewhere than before."""
    if old.columns != new.columns:
        for turn, columns in (
            (Turn.GAINS, new.columns.without(old.columns)),
            (Turn.LOSES, old.columns.without(new.columns)),
        ):
            if not columns.is_none:
                right = new if turn is Turn.GAINS else old
                yield _sentence(turn, [replace(right, columns=columns, grantable=False)], made)
    if old.rows != new.rows:
        yield _change(
            _turn_of_rows(old, new),
            new,
            f"{new.who} sees other rows of {new.target.text}: {_rows(old)}, from now {_rows(new)}",
            made,
        )
    if old.grantable != new.grantable:
        turn = Turn.GAINS if new.grantable else Turn.LOSES
        text = f"{new.who} {turn} the right to grant {new.permission} on {new.target.text}"
        yield _change(turn, new, f"{text} to others", made)


def _sentences(turn: Turn, found: Iterable[Right], made: Made) -> Iterator[AccessChange]:
    """One sentence for all that a principal gains or loses alike on one target."""
    groups: dict[tuple[str, Target, Columns, str, bool], list[Right]] = defaultdict(list)
    for right in found:
        key = (right.who, right.target, right.columns, right.rows, right.grantable)
        groups[key].append(right)
    for key in sorted(groups):
        yield _sentence(turn, groups[key], made)


def _sentence(turn: Turn, alike: list[Right], made: Made) -> AccessChange:
    first = alike[0]
    permissions = ", ".join(sorted({right.permission for right in alike}))
    text = f"{first.who} {turn} {permissions} on {first.columns.on(first.target.text)}"
    if first.rows != EVERY_ROW:
        text += f", {_rows(first)}"
    if first.grantable:
        text += ", with the right to grant it to others"
    return _change(turn, first, text, made, alike)


def _change(
    turn: Turn, right: Right, text: str, made: Made, alike: Iterable[Right] = ()
) -> AccessChange:
    return AccessChange(
        area=Area.DATA,
        turn=turn,
        who=right.who,
        text=text,
        addresses=_addresses(made.sides, (right, *alike)),
        on_new=made.has(right.target),
        whose=right.whose,
    )


def _turn_of_rows(old: Right, new: Right) -> Turn:
    """Nobody compares two expressions; none is the widest."""
    if old.rows == EVERY_ROW:
        return Turn.LOSES
    return Turn.GAINS if new.rows == EVERY_ROW else Turn.CHANGES


def _rows(right: Right) -> str:
    if right.rows == EVERY_ROW:
        return "all rows"
    return f"rows {right.rows}" if right.rows.startswith("of the ") else f"rows where {right.rows}"


def _addresses(sides: Sides, rights: Iterable[Right]) -> tuple[str, ...]:
    """The resources of rights that change; what a grant goes through may without it."""
    found = {address for each in rights for address in (each.address, each.through) if address}
    changed = {address for address in found if sides.is_changed(address)}
    return tuple(sorted(changed or found))
