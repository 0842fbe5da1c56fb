"""What no section can see alone: references between sections, and the limits of the services.

A rule is a function from a `Lake` to the faults that it finds. `RULES` lists them all, in the order
of the file's sections; every one of them runs, so that all problems are shown at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules import lake as whole

Rule = Callable[[Lake], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    whole.overrides_are_of_the_lake,
    whole.state_has_its_bucket,
    whole.tags_are_not_reserved,
)


def check(lake: Lake) -> Iterator[Fault]:
    """The faults that all rules find."""
    for rule in RULES:
        yield from rule(lake)
