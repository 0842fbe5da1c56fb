"""The relative table and its picture."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image

from lakeform.loadbench import Options, Results
from lakeform.loadbench.plot import plot
from lakeform.loadbench.report import text
from lakeform.loadbench.results import Case, Measurement, load, save, to_json


def measured(target: str, kind: str, cold: int, warm: int, note: str = "") -> list[Measurement]:
    case = Case(target, "files", 8)
    efs = kind == "nfs4"
    return [
        Measurement(case, "cold", kind, efs, cold * 10, cold * 10 * 100_000, 10.0, note),
        Measurement(case, "warm", kind, efs, warm * 10, warm * 10 * 100_000, 10.0),
    ]


S3 = measured("s3://images/train", "s3", 300, 310)
EFS = measured("/mnt/efs/train", "nfs4", 1000, 1200)
LUSTRE = measured("/mnt/fsx/train", "lustre", 1650, 2400, "30% of the files …")


close = partial(pytest.approx, abs=10)


def results(*measurements: Measurement) -> Results:
    return Results(Options(), {"cpus": "8"}, measurements)


def test_efs_is_one_where_there_is_one() -> None:
    table = text(results(*S3, *EFS, *LUSTRE))
    assert table == (
        "target             kind    layout  workers  cold images/s  relative  warm images/s  "
        "relative  warm MB/s\n"
        "s3://images/train  s3      files         8            300      0.30            310      "
        "0.26       31.0\n"
        "/mnt/efs/train     nfs4    files         8          1,000      1.00          1,200      "
        "1.00      120.0\n"
        "/mnt/fsx/train     lustre  files         8         1,650*      1.65          2,400      "
        "2.00      240.0\n"
        "\n"
        "relative: EFS (/mnt/efs/train) = 1, for the same layout and workers. "
        "Images shuffled, decoded; a pass of at most 30 s.\n"
        "* /mnt/fsx/train, files, 8 workers, cold: 30% of the files …\n"
    )


def test_the_first_is_one_without_efs() -> None:
    table = text(results(*S3, *LUSTRE))
    assert "relative: s3://images/train = 1," in table
    assert "5.50" in table


def test_json_has_the_rates() -> None:
    data = to_json(results(*S3, *EFS))
    assert [each["samples_a_second"] for each in data["measurements"]] == [300, 310, 1000, 1200]
    assert data["measurements"][0]["relative"] == 0.3
    assert data["measurements"][0]["case"] == {
        "target": "s3://images/train",
        "layout": "files",
        "workers": 8,
    }


def test_saved_and_loaded(tmp_path: Path) -> None:
    before = results(*S3, *LUSTRE)
    save(before, tmp_path)
    assert load(tmp_path, Options()) == before


def test_nothing_read_in_no_time() -> None:
    nothing = Measurement(Case("x", "files", 1), "cold", "s3", False, 0, 0, 0.0)
    assert results(nothing).relative(nothing) is None
    assert "-" in text(results(nothing, nothing))


def test_the_picture_has_a_bar_as_long_as_the_rate(tmp_path: Path) -> None:
    file = plot(results(*S3, *EFS, *LUSTRE), tmp_path)
    with Image.open(file) as image:
        assert image.format == "PNG"
        pixels = image.convert("RGB")
    colors = {"cold": (0x44, 0x77, 0xAA), "warm": (0xEE, 0x66, 0x77)}
    rows = [
        (temperature, length)
        for y in range(pixels.height)
        for temperature, color in colors.items()
        if (length := sum(pixels.getpixel((x, y)) == color for x in range(pixels.width)))
    ]
    bars = [bar for bar, _ in groupby(rows)]
    longest = max(length for _, length in bars)
    assert [(bar, round(length / longest * 2400, -1)) for bar, length in bars] == [
        ("cold", close(300)),
        ("warm", close(310)),
        ("cold", close(1000)),
        ("warm", close(1200)),
        ("cold", close(1650)),
        ("warm", close(2400)),
    ]
