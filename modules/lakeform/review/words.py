"""What every report says in the same words, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from lakeform.gate.findings import Finding
from lakeform.gate.report import unreached as unreached
from lakeform.gate.report import unreached_in_short as unreached_in_short
from lakeform.gate.verdict import Outcome
from lakeform.review.access import AccessChange
from lakeform.review.costs import CostChange
from lakeform.review.guards.destroy import second_key
from lakeform.review.model import AttributeChange, Item, Kind, Part, Review, Risk
from lakeform.visible import printable

COMPARED = (
    "Neither this plan nor the base branch's knows a state, so the two were compared: "
    "a change may turn out to be a replacement."
)
INCOMPLETE = "Terraform says that this plan isn't complete: another one is needed after it."


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one policy that are told together."""

    policy: str
    title: str
    severity: str
    fix: str
    fails: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Row:
    """What is listed in one line: one resource, or all of one type to which the same happens.

    Attributes:
        item: the resource; None for several.
        names: of several, without their type where they are in the root module.
    """

    kind: Kind
    type: str
    item: Item | None
    names: tuple[str, ...]


def headline(review: Review) -> str:
    """The verdict in one line."""
    problems = 0 if review.gate is None else len(review.gate.problems)
    new = "new " if review.has_baseline else ""
    against = []
    if review.failing:
        against.append(
            f"{count(len(review.failing), f'{new}finding')} of {review.fail_on} or worse"
        )
    if problems:
        against.append(count(problems, "problem"))
    if against:
        return f"BLOCKED: {', '.join(against)}"
    rest = len(review.findings.new)
    kept = f"; {count(rest, f'{new}finding')} of less weight" if rest else ""
    waiting = sum(risk.waits for risk in review.risks)
    kept += f"; DESTROYS {count(waiting, 'resource')} with data or records" if waiting else ""
    return f"passed: no {new}finding of {review.fail_on} or worse{kept}"


def tally(counts: Mapping[Kind, int]) -> str:
    """`3 created, 1 changed`, in the order of `Kind`."""
    return ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing changes"


def count(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def grouped(findings: Iterable[Finding], review: Review) -> tuple[FindingGroup, ...]:
    """Findings by policy, in the order in which they come."""
    groups = []
    for _, same in groupby(findings, key=lambda each: each.policy):
        together = tuple(same)
        first = together[0]
        groups.append(
            FindingGroup(
                policy=first.policy,
                title=first.title,
                severity=str(first.severity),
                fix=first.fix if all(each.fix == first.fix for each in together) else "",
                fails=first.severity.at_least(review.fail_on),
                findings=together,
            )
        )
    return tuple(groups)


def reason(finding: Finding) -> str:
    """Why it is one; what isn't known is said to be so."""
    if finding.outcome is Outcome.UNKNOWN:
        return f"unknown: {finding.reason}"
    return finding.reason


def risk(found: Risk) -> str:
    """What happens to data, and whether it may."""
    if found.kind is Kind.FORGOTTEN:
        return found.text
    if found.waits:
        return f"{found.text}; WAITS for the second key: {second_key(found.address)}"
    return f"{found.text}; {'both keys are there' if found.is_allowed else 'NOT ALLOWED'}"


def by_area(changes: Iterable[AccessChange]) -> tuple[tuple[str, tuple[AccessChange, ...]], ...]:
    """Changes of access by where it is decided, as a heading; they come in that order."""
    return tuple(
        (f"{area[0].upper()}{area[1:]}", tuple(same))
        for area, same in groupby(changes, key=lambda each: each.area)
    )


def rows(part: Part) -> tuple[Row, ...]:
    """The lines of a part: what is made, moved or imported by type, all else one by one."""
    together: dict[tuple[Kind, str], list[Item]] = {}
    listed: list[Row] = []
    for item in part.items:
        plain = item.kind is Kind.CREATED and not item.attributes and not item.reason
        if plain:
            together.setdefault((item.kind, item.type), []).append(item)
        else:
            listed.append(Row(item.kind, item.type, item, ()))
    for (kind, type), items in sorted(together.items()):
        if len(items) == 1:
            listed.append(Row(kind, type, items[0], ()))
        else:
            listed.append(Row(kind, type, None, tuple(short_name(each) for each in items)))
    kinds = list(Kind)
    return tuple(sorted(listed, key=lambda row: kinds.index(row.kind)))


def short_name(item: Item) -> str:
    """The address without its type, where that is at its start."""
    return item.address.removeprefix(f"{item.type}.")


def remarks(item: Item) -> tuple[str, ...]:
    """What else there is to say of a resource."""
    said = []
    if item.previous_address:
        said.append(f"moved from {item.previous_address}")
    if item.import_id:
        said.append(f"imported as {item.import_id}")
    if item.deposed:
        said.append(f"the deposed object {item.deposed}")
    if item.order:
        said.append(item.order)
    if item.reason:
        said.append(f"because {item.reason}")
    return tuple(said)


def attribute(change: AttributeChange, longest: int) -> str:
    """What becomes of an attribute.

    Args:
        longest: characters of a value that are shown.
    """
    forces = " (forces the replacement)" if change.forces else ""
    if change.is_policy:
        return f"{change.path}: what it changes is said with the access{forces}"
    before, after = printable(change.before, longest), printable(change.after, longest)
    return f"{change.path}: {before} → {after}{forces}"


def money(usd: float | None) -> str:
    """`1,234.50`; nothing for what isn't there."""
    return "0.00" if usd is None else f"{usd:,.2f}"


def signed(usd: float) -> str:
    """`+1,234.50`; a change below a cent is none."""
    return "0.00" if abs(usd) < 0.005 else f"{usd:+,.2f}"


def cost_line(cost: CostChange) -> str:
    """The change of the bill in one line."""
    if not cost.items:
        return f"no change of what costs something by being there: {money(cost.after)} USD a month"
    way = "more" if cost.change > 0 else "less"
    return (
        f"{money(abs(cost.change))} USD a month {way}: {money(cost.before)} before, "
        f"{money(cost.after)} after"
    )


def cost_notes(cost: CostChange) -> tuple[str, ...]:
    """What the figures are, and what isn't in them."""
    notes = [f"Prices of {cost.region}, collected {cost.collected}, by being there for a month."]
    if cost.unconfirmed:
        notes.append("Some of them aren't confirmed by AWS's price list: see docs/review.md.")
    for counts, what in (
        (cost.by_use, "what costs by what is stored in it or done with it"),
        (cost.unpriced, "what costs by being there, and has no price here"),
    ):
        if counts:
            listed = ", ".join(f"{type} {number}" for type, number in counts.items())
            number = count(sum(counts.values()), "changed resource")
            notes.append(f"Not priced is {what}: {number} ({listed}).")
    return tuple(notes)
