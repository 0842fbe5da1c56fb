"""Resources by the thousand that are named after keys of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from lakeform.aws.base import Resource
from lakeform.aws.many import Many
from lakeform.engine import Construct
from lakeform.naming import logical_id

P = ParamSpec("P")


class ByKey(Construct):
    """Resources that have an address, and no construct each: `Many` says why."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._by_first: dict[str, Many] = {}

    def add(
        self,
        cls: Callable[Concatenate[Construct, str, P], Resource],
        keys: tuple[str, ...],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> str:
        """Add a resource: the keys `analyst`, `table`, `sales` make `TYPE.analyst__table__sales`.

        Args:
            keys: two or more.

        Returns:
            its address.
        """
        first = logical_id(keys[0])
        name = logical_id(*keys).removeprefix(f"{first}__")
        if first not in self._by_first:
            many = self._by_first[first] = Many(self, first)
            many.override_logical_id(f"{first}_")
        return self._by_first[first].add(cls, name, *args, **kwargs)
