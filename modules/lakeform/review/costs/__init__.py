"""What a plan changes in the monthly bill, as far as resources cost something by being there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lakeform.plan import Action, Change, Mark, Plan, Planned
from lakeform.plan.configuration import NOTHING, base_address
from lakeform.review.costs.prices import DEFAULT, Prices, load_prices
from lakeform.review.costs.types import BY_TIME, BY_USE, PRICED, Price, Priced

__all__ = ["DEFAULT", "CostChange", "CostItem", "Prices", "cost_change", "load_prices"]

_TOUCHED = (Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DELETE)
_CENT = 0.005


@dataclass(frozen=True)
class CostItem:
    """One resource whose monthly price changes, in USD; None where it isn't there."""

    address: str
    before: float | None
    after: float | None
    basis: str

    @property
    def change(self) -> float:
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True)
class CostChange:
    """What changes in the monthly bill, in USD.

    Attributes:
        before, after: of all resources in the plan that have a price, changed or not.
        items: what changes, the largest change first.
        by_use: changed resources that cost what they are used for: type → how many.
        unpriced: changed resources that cost something by being there, whose price isn't known:
            type → how many.
        region, collected: of the prices.
        unconfirmed: whether some prices aren't the services' own word.
    """

    before: float
    after: float
    items: tuple[CostItem, ...]
    by_use: Mapping[str, int]
    unpriced: Mapping[str, int]
    region: str
    collected: date
    unconfirmed: bool

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def says_something(self) -> bool:
        """Whether a price changes, or something changes that has none."""
        return bool(self.items or self.by_use or self.unpriced)


def cost_change(plan: Plan, prices: Prices) -> CostChange:
    """Price both sides of a plan. A resource that Terraform forgets goes on costing."""
    planned = Planned(plan)
    before = after = 0.0
    items: list[CostItem] = []
    by_use: Counter[str] = Counter()
    unpriced: Counter[str] = Counter()
    for change in _resources(plan):
        item = _item(change, plan, planned, prices)
        if item is not None:
            before += item.before or 0.0
            after += item.after or 0.0
            if abs(item.change) >= _CENT:
                items.append(item)
        elif change.action in _TOUCHED:
            if change.type in BY_USE:
                by_use[change.type] += 1
            elif change.type in PRICED or change.type in BY_TIME:
                unpriced[change.type] += 1
    return CostChange(
        before=before,
        after=after,
        items=tuple(sorted(items, key=lambda item: (-abs(item.change), item.address))),
        by_use=dict(sorted(by_use.items())),
        unpriced=dict(sorted(unpriced.items())),
        region=prices.region,
        collected=prices.collected,
        unconfirmed=prices.unconfirmed > 0,
    )


def _resources(plan: Plan) -> Iterator[Change]:
    for change in plan.changes:
        if change.is_managed and not change.deposed and change.type.startswith("aws_"):
            yield change


def _item(change: Change, plan: Plan, planned: Planned, prices: Prices) -> CostItem | None:
    """The price before and after; None where one of them isn't known: half of it says nothing."""
    pricer = PRICED.get(change.type)
    if pricer is None:
        return None
    old: Price | None = None
    new: Price | None = None
    if change.before is not None:
        old = pricer(Priced(change.before, _zones(change, change.before, plan, planned)), prices)
        if old is None:
            return None
    if change.action is Action.FORGET:
        new = old
    elif change.after is not None:
        new = pricer(Priced(change.after, _zones(change, change.after, plan, planned)), prices)
        if new is None:
            return None
    shown = new or old
    return CostItem(
        address=change.address,
        before=None if old is None else old.usd,
        after=None if new is None else new.usd,
        basis="" if shown is None else shown.basis,
    )


def _zones(change: Change, values: Mapping[str, Any], plan: Plan, planned: Planned) -> int | None:
    """How many subnets a resource stands in, or refers to where their ids aren't known."""
    given = values.get("subnet_ids")
    if isinstance(given, list) and not any(isinstance(each, Mark) for each in given):
        return len(given)
    if change.address in planned:
        return len(planned.targets(planned[change.address], "subnet_ids", "aws_subnet")) or None
    written = plan.written.get(base_address(change.address), NOTHING)
    subnets = [base_address(each.address) for each in planned.of_type("aws_subnet")]
    return sum(subnets.count(each) for each in written.references.get("subnet_ids", ())) or None
