"""Guards of what can't be made again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from lakeform.plan import Action, Change, Mark, Plan, Replacement
from lakeform.review.guards.data import COPIES, DATA, ONLY_IF, RECORDS, is_known
from lakeform.review.guards.guard import Case, DestroyKeys, Hit
from lakeform.review.guards.protections import values_at


def destroyed(plan: Plan, types: Mapping[str, str]) -> Iterator[Change]:
    """The resources of these types that the plan deletes, by themselves or for a replacement, and
    those of which it drops a copy."""
    for change in plan.changes:
        if not change.is_managed or change.type not in types:
            continue
        if (_goes(change) and _takes_data(change)) or _dropped(change):
            yield change


def unknown(plan: Plan) -> Iterator[Change]:
    """The resources that the plan deletes or replaces, and of which nobody knows what is lost."""
    for change in plan.changes:
        if change.is_managed and _goes(change) and not is_known(change.type):
            yield change


def at_stake(plan: Plan) -> frozenset[str]:
    """The addresses of what a plan destroys that is, or may be, lost: those a key can be for."""
    going = (*destroyed(plan, {**DATA, **RECORDS}), *unknown(plan))
    return frozenset(change.address for change in going)


def forgotten(plan: Plan, types: Mapping[str, str]) -> Iterator[Change]:
    """The resources of these types that stay, and that Terraform no longer knows."""
    for change in plan.changes:
        if change.is_managed and change.type in types and change.type not in ONLY_IF:
            left = change.replacement is Replacement.FORGET_OLD
            if change.action is Action.FORGET or left:
                yield change


def data_is_destroyed(case: Case) -> Iterator[Hit]:
    """Data goes, and a key is missing."""
    for change in destroyed(case.plan, DATA):
        if not _may_go(change, case.keys):
            reason = f"{loss(change)}; {_missing(change.address, case.keys)}"
            yield Hit(change.address, reason, fix=_line(change.address, case.keys))


def records_are_destroyed(case: Case) -> Iterator[Hit]:
    """Logs and the like go, and a key is missing."""
    for change in destroyed(case.plan, RECORDS):
        if not _may_go(change, case.keys):
            yield Hit(change.address, loss(change), fix=_line(change.address, case.keys))


def the_unknown_is_destroyed(case: Case) -> Iterator[Hit]:
    """Something goes, and nobody knows whether it holds data."""
    for change in unknown(case.plan):
        if not _may_go(change, case.keys):
            verb = "replaces" if change.action is Action.REPLACE else "destroys"
            reason = f"{verb} a resource of the type {change.type}, which no guard knows"
            yield Hit(change.address, reason, fix=_line(change.address, case.keys))


def data_is_forgotten(case: Case) -> Iterator[Hit]:
    """Data stays without Terraform, and so without what the configuration says of it."""
    for change in forgotten(case.plan, DATA):
        yield Hit(change.address, f"Terraform forgets {DATA[change.type]}, and leaves it as it is")


def a_key_is_left(case: Case) -> Iterator[Hit]:
    """The configuration lets something be destroyed that this plan doesn't destroy."""
    for address in sorted(case.keys.configured - at_stake(case.plan)):
        yield Hit(address, "policy.allow_destroy names it, and this plan doesn't destroy it")


def second_key(address: str) -> str:
    """The option that is the second key, as a shell takes it."""
    return f"--allow-destroy {shlex.quote(address)}"


def _may_go(change: Change, keys: DestroyKeys) -> bool:
    """Whether nobody has to be told: both keys are there, or the second one isn't due yet."""
    return keys.open(change.address) or keys.waits(change.address)


def loss(change: Change) -> str:
    """What is lost with a resource, as a sentence."""
    what = {**DATA, **RECORDS}[change.type]
    if change.deposed:
        return f"the deposed object {change.deposed} is destroyed: {what}"
    if copies := _dropped(change):
        _, copy = COPIES[change.type]
        return f"drops {', '.join(copy.format(each) for each in copies)}"
    if change.action is not Action.REPLACE:
        return f"destroys {what}"
    because = ", ".join(sorted({str(path[0]) for path in change.replace_paths if path}))
    return f"replaces, and so destroys, {what}" + (f" (because of {because})" if because else "")


def _goes(change: Change) -> bool:
    """Whether a resource is deleted, by itself or for a replacement."""
    left = change.replacement is Replacement.FORGET_OLD
    return change.action is Action.DELETE or (change.action is Action.REPLACE and not left)


def _takes_data(change: Change) -> bool:
    """Whether the data goes with the resource; so it counts where nobody knows."""
    switch = ONLY_IF.get(change.type)
    return switch is None or (change.before or {}).get(switch) not in (None, False, "")


def _dropped(change: Change) -> tuple[str, ...]:
    """The copies of its data that a resource drops while it stays, by name."""
    if change.action is not Action.UPDATE or change.type not in COPIES:
        return ()
    path, _ = COPIES[change.type]
    after = values_at(change.after, path)
    if any(isinstance(each, Mark) for each in after):
        return ()
    return tuple(sorted({str(each) for each in values_at(change.before, path)} - set(after)))


def _missing(address: str, keys: DestroyKeys) -> str:
    flag = second_key(address)
    if address in keys.configured:
        return f"policy.allow_destroy names it; the second key is missing: {flag}"
    if address in keys.flagged:
        return "--allow-destroy names it; the other key is missing: policy.allow_destroy"
    return f"that needs two keys: policy.allow_destroy in lake.yaml, and {flag}"


def _line(address: str, keys: DestroyKeys) -> str:
    """The line of lake.yaml that is one of the keys; empty where it is there already."""
    if address in keys.configured:
        return ""
    escaped = address.replace("'", "''")
    return f"policy: {{allow_destroy: ['{escaped}']}}"
