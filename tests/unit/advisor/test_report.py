"""The advice as text and as JSON."""

from __future__ import annotations

import json

import pytest

from lakeform.advisor import load_facts, recommend
from lakeform.advisor.report import duration, text, to_json
from training_sets import IMAGES, images

FACTS = load_facts()
RECOMMENDED = [recommend(IMAGES, FACTS), recommend(images(name="shards", shard_mib=256), FACTS)]
REPORT = text(RECOMMENDED, {}, with_figures=True)

TABLE = """\
images: 1,200,000 images of 110 KiB, 125.9 GiB in S3
  90 epochs x 20 runs a month, 4 clients x 8 workers; best is least USD a month

   storage                        first epoch   later  images/s  EFS=1  prior  limited by                   hours  USD/month
1  EBS gp3                             1h 06m  2m 05s     9,626   3.01   1.29  latency                       63.4     436.63
2  S3 Express One Zone                21m 37s  5m 00s     3,997   1.25      -  latency                      150.4     948.90
3  FSx for Lustre                      1h 04m  3m 06s     6,386   2.00  > 1.6  latency, then file system     94.0     949.36
4  EFS                                28m 39s  6m 15s     3,194   1.00      1  file system                  188.2   1,516.65
-  S3 with the PyTorch connector       1h 04m  1h 04m       311   0.10    < 1  latency                    1,931.4  10,230.22
-  S3                                  1h 07m  1h 07m       298   0.09    < 1  latency                    2,015.8  10,639.27

  EBS gp3, 139 GiB, 250 MiB/s, 6000 IOPS: 127.38 storage + 1.92 requests + 307.34 waiting
"""  # noqa: E501


def test_the_table() -> None:
    assert REPORT.startswith(TABLE)


def test_the_reason_the_winner_and_how_to_pin_it() -> None:
    assert "    not recommended: 20 runs take 2,016 hours, more than a month has\n" in REPORT
    assert (
        "Recommended: EBS gp3, 139 GiB, 250 MiB/s, 6000 IOPS.\n"
        "  `storage: auto` uses it; `storage: ebs` pins the storage.\n"
    ) in REPORT
    assert "shards: 1,200,000 images of 110 KiB in shards of 256 MiB, 125.9 GiB in S3\n" in REPORT
    hopeless = text([recommend(images(budget_usd_a_month=1), FACTS)], {})
    assert "No storage can be recommended: " in hopeless


def test_every_figure_with_source_and_date() -> None:
    lines = REPORT.splitlines()
    assert "Figures of facts.toml, collected 2026-11-22, prices of us-east-1; " in REPORT
    assert "* efs.usd_gb_month = 0.3 [efs-price, 2026-06-13]" in lines
    assert (
        "  s3.first_byte_ms = 100 (roughly 100–200 ms; the low end) [s3-guide, undated]" in lines  # noqa: RUF001
    )
    for key in FACTS.figures:
        assert f" {key} = " in REPORT
    for figure in FACTS.figures.values():
        source = figure.source
        assert f"  {source.key}: {source.title} ({source.kind})" in lines


def test_the_prior_is_labelled() -> None:
    assert f"prior: {FACTS.prior_title}; it decides nothing.\n" in REPORT


def test_json() -> None:
    data = json.loads(json.dumps(to_json([recommend(IMAGES, FACTS)])))
    assert data["facts"] == {"collected": "2026-11-22", "region": "us-east-1"}
    assert data["prior"]["relative"] == {"s3": "< 1", "efs": "1", "ebs": "1.29", "lustre": "> 1.6"}
    advice = data["data_sets"]["images"]
    assert (advice["winner"], advice["goal"]) == ("ebs", "cheapest")
    first = advice["ranked"][0]
    assert first["storage"] == "ebs"
    assert first["limits"] == {"first": "latency", "cold": "latency", "later": "latency"}
    assert first["usd_a_month"]["total"] == 436.63
    assert first["prior"] == "1.29"
    assert advice["ranked"][1]["prior"] is None
    assert data["figures"]["efs.usd_gb_month"]["dated"] == "2026-06-13"
    assert data["figures"]["efs.usd_gb_month"]["confirmed"] is False


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.44, "0.4 s"),
        (12.3, "12 s"),
        (59.7, "1m 00s"),
        (185, "3m 05s"),
        (3599.9, "1h 00m"),
        (15120, "4h 12m"),
        (5_000_000, "1,388h 53m"),
    ],
)
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_figures_and_sums_are_shown_on_request() -> None:
    short = text(RECOMMENDED, {})
    assert len(short.splitlines()) < 50 < len(REPORT.splitlines())
    assert "Sources:" not in short
    assert " storage + " not in short
    assert short.endswith("all figures with sources.\n")


def test_why_a_storage_is_not_recommended_is_always_said() -> None:
    assert "  not S3: 20 runs take " in text(RECOMMENDED[:1], {})


def test_a_pinned_storage_stands_beside_what_the_advisor_would_take() -> None:
    pinned = text(RECOMMENDED[:1], {"images": "efs"})
    assert (
        "`storage: efs` is used, as the file pins it; `storage: auto` would take EBS gp3: "
        in pinned
    )
    assert "USD a month instead of" in pinned
    assert "`storage: auto` uses it" not in pinned
    declared = text(RECOMMENDED[:1], {"images": "lustre.training"})
    assert "`storage: auto` would take EBS gp3.\n" in declared
    same = text(RECOMMENDED[:1], {"images": "ebs"})
    assert "  `storage: ebs` pins that storage.\n" in same
