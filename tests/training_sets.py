"""The data set that the tests start from: ImageNet in size, on four machines."""

from __future__ import annotations

from typing import Any

from lakeform.advisor import DataSet

IMAGES = DataSet(
    name="images",
    files=1_200_000,
    mean_file_kib=110,
    epochs=90,
    runs_a_month=20,
    clients=4,
    workers=8,
)


def images(**changes: Any) -> DataSet:
    """IMAGES with some of its values changed."""
    return DataSet(**{**vars(IMAGES), **changes})
