"""Table parameters of each kind of partition projection."""

from __future__ import annotations

from typing import Any

import pytest

from lakeform.catalog import projection
from lakeform.config.catalog import Projection


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"type": "date", "range": ["2024-01-01", "NOW"]},
            {"type": "date", "range": "2024-01-01,NOW", "format": "yyyy-MM-dd"},
        ),
        (
            {
                "type": "date",
                "range": ["2024/01/01/00", "NOW"],
                "format": "yyyy/MM/dd/HH",
                "unit": "HOURS",
            },
            {
                "type": "date",
                "range": "2024/01/01/00,NOW",
                "format": "yyyy/MM/dd/HH",
                "interval": "1",
                "interval.unit": "HOURS",
            },
        ),
        (
            {"type": "integer", "range": [0, 23], "interval": 2, "digits": 2},
            {"type": "integer", "range": "0,23", "interval": "2", "digits": "2"},
        ),
        ({"type": "enum", "values": ["eu", 7]}, {"type": "enum", "values": "eu,7"}),
        ({"type": "injected"}, {"type": "injected"}),
    ],
)
def test_each_kind_has_its_parameters(options: dict[str, Any], expected: dict[str, str]) -> None:
    found = projection.parameters({"p": Projection.model_validate(options)}, ["p"], "s3://b/t/")
    assert found == {
        "projection.enabled": "true",
        **{f"projection.p.{key}": value for key, value in expected.items()},
        "storage.location.template": "s3://b/t/p=${p}/",
    }


def test_the_template_has_the_folders_in_the_order_of_the_partitions() -> None:
    injected = Projection(type="injected")
    found = projection.parameters(
        {"a": injected, "region": injected, "day": injected}, ["region", "day", "a"], "s3://b/"
    )
    assert found["storage.location.template"] == "s3://b/region=${region}/day=${day}/a=${a}/"


def test_a_table_without_projection_has_no_parameters() -> None:
    assert projection.parameters({}, ["day"], "s3://b/t/") == {}
