"""Athena's partition projection as table parameters.

Source: Athena user guide, "Supported types for partition projection".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lakeform.config.catalog import DEFAULT_DATE_FORMAT, Projection


def parameters(
    projections: Mapping[str, Projection], partitions: Iterable[str], location: str
) -> dict[str, str]:
    """Parameters of a table with projected partitions.

    Args:
        projections: column → projection; empty: the table has none.
        partitions: the partition columns, in the order of the folders.
        location: the table's, `s3://bucket/prefix/`.
    """
    if not projections:
        return {}
    found = {"projection.enabled": "true"}
    for name, projection in projections.items():
        for key, value in _attributes(projection).items():
            found[f"projection.{name}.{key}"] = value
    folders = "".join(f"{name}=${{{name}}}/" for name in partitions)
    found["storage.location.template"] = location + folders
    return found


def _attributes(projection: Projection) -> dict[str, str]:
    found: dict[str, str] = {"type": projection.type}
    if projection.values is not None:
        found["values"] = ",".join(projection.values)
    if projection.range is not None:
        found["range"] = ",".join(projection.range)
    if projection.type == "date":
        found["format"] = projection.format or DEFAULT_DATE_FORMAT
    if projection.interval is not None or projection.unit is not None:
        found["interval"] = str(projection.interval or 1)
    if projection.unit is not None:
        found["interval.unit"] = projection.unit
    if projection.digits is not None:
        found["digits"] = str(projection.digits)
    return found
