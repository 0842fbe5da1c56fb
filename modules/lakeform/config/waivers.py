"""Waivers against the policies that there are, which this layer doesn't know by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lakeform.config.base import nearest, quoted
from lakeform.config.explain import Fault
from lakeform.config.model import Lake


def waivers_name_policies(lake: Lake, ids: Collection[str]) -> Iterator[Fault]:
    """A fault for each waiver of what isn't among `ids`."""
    for index, waiver in enumerate(lake.policy.waivers):
        if waiver.policy not in ids:
            close = nearest(waiver.policy, sorted(ids))
            yield Fault(
                ("policy", "waivers", index, "policy"),
                f"there is no policy {quoted(waiver.policy)}",
                "`lakeform policies` lists them" if close is None else f"did you mean `{close}`?",
            )
