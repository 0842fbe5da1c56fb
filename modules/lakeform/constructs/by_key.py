"""Resources that are named after keys of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from lakeform.aws.base import Resource
from lakeform.engine import Construct
from lakeform.naming import logical_id

P = ParamSpec("P")


def by_key(
    scope: Construct,
    cls: Callable[Concatenate[Construct, str, P], Resource],
    keys: tuple[str, ...],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> str:
    """Make a resource: the keys `analyst`, `table`, `sales` make `TYPE.analyst__table__sales`.

    Returns:
        its address.
    """
    name = logical_id(*keys)
    kwargs["logical_id"] = name
    made = cls(scope, f"{cls.__name__}-{name}", *args, **kwargs)
    return made._address
