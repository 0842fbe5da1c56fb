"""The properties of Glue's connections, which the provider marks as sensitive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakeform.plan import Resource


def connection_properties(connection: Resource) -> Mapping[str, Any] | None:
    """Property → value, None where the plan doesn't have them; nothing of it may be shown.

    The plan has them masked, as a password may be among them. What is written as a constant can be
    judged all the same.
    """
    value = connection.get("connection_properties", default={})
    if not isinstance(value, Mapping):
        value = connection.written.constant("connection_properties")
    return value if isinstance(value, Mapping) else None
