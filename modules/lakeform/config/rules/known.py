"""What a section names, and whether there is such a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.yaml_reader import KeyPath


def known(
    where: KeyPath,
    name: str,
    noun: str,
    names: Collection[str],
    plural: str = "",
    *,
    at_key: bool = False,
) -> Iterator[Fault]:
    """A fault, with the nearest name, where `name` isn't one of `names`.

    Args:
        noun: what it would be: `stream`.
        plural: the same of many, where it isn't the noun and an `s`.
    """
    if name not in names:
        hint = suggestion(name, list(names), plural or f"{noun}s")
        yield Fault(where, f"there is no {noun} {quoted(name)}", hint, at_key)
