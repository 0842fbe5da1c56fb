"""The properties of an MSK configuration."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.plan import Resource


def server_properties(resource: Resource) -> Mapping[str, str] | None:
    """Name → value of the properties in `server_properties`; None where they can't be seen.

    Where they aren't known yet they are read as they were written, `${…}` included.
    """
    text = resource.text("server_properties")
    if text is None or text.strip().startswith("${"):
        return None
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and line[0] not in "#!")
    return {name.strip(): value.strip() for name, _, value in pairs}
