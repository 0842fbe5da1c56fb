"""The figures: complete, sourced, and replaceable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lakeform.advisor import DEFAULT, load_facts
from lakeform.errors import InputError

SHIPPED = DEFAULT.read_text(encoding="utf-8")


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], Path]:
    def change(old: str, new: str) -> Path:
        assert SHIPPED.count(old) == 1, old
        file = tmp_path / "facts.toml"
        file.write_text(SHIPPED.replace(old, new), encoding="utf-8")
        return file

    return change


def refusal(file: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_facts(file)
    return str(caught.value).replace(f"{file}", "FILE")


def test_every_figure_has_a_source_and_an_estimate_is_not_confirmed() -> None:
    facts = load_facts()
    assert facts.collected == date(2026, 11, 22)
    assert all(figure.source.title for figure in facts.figures.values())
    assert facts.figures["efs.read_ms"].confirmed
    assert not facts.figures["efs.trips_a_file"].confirmed
    assert not facts.figures["lustre.PERSISTENT_2-1000.usd_gb_month"].confirmed


def test_the_levels_of_the_guide() -> None:
    facts = load_facts()
    assert [(tier.name, tier.disk_mb_s, tier.network_mb_s) for tier in facts.tiers] == [
        ("PERSISTENT_2-125", 125, 320),
        ("PERSISTENT_2-250", 250, 640),
        ("PERSISTENT_2-500", 500, 1300),
        ("PERSISTENT_2-1000", 1000, 2600),
    ]
    assert [facts.metadata_iops(gib) for gib in (1200, 2400, 9600, 12000, 48000)] == [
        1500, 3000, 6000, 12000, 24000,
    ]  # fmt: skip


def test_a_user_replaces_a_figure(changed: Callable[[str, str], Path]) -> None:
    file = changed("usd_gb_month = { value = 0.30,", "usd_gb_month = { value = 0.16,")
    assert load_facts(file)["efs.usd_gb_month"] == 0.16
    assert load_facts()["efs.usd_gb_month"] == 0.30


def test_a_user_adds_a_tier(changed: Callable[[str, str], Path]) -> None:
    scratch = (
        '[[lustre.tiers]]\ndeployment = "SCRATCH_2"\nthroughput = 200\n'
        'disk_mb_s = { value = 200, source = "fsx-ssd" }\n'
        'network_mb_s = { value = 200, source = "fsx-ssd" }\n'
        'memory_gib = { value = 6.7, source = "fsx-ssd" }\n'
        'usd_gb_month = { value = 0.14, source = "fsx-price" }\n\n[prior]'
    )
    assert load_facts(changed("[prior]", scratch)).tiers[-1].name == "SCRATCH_2-200"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'first_byte_ms = { value = 100, source = "s3-guide"',
            'first_byte_msec = { value = 100, source = "s3-guide"',
            "FILE: `s3.first_byte_msec` is no figure of the advisor\n"
            "  → did you mean `s3.first_byte_ms`?",
        ),
        (
            'puts_a_second = { value = 3500, source = "s3-guide", note = "a prefix" }',
            "",
            "FILE: `s3.puts_a_second` is missing\n"
            "  → start from a copy of facts.toml, which lakeform brings along",
        ),
        (
            "cache_gib = { value = 16,",
            'cache_gib = { value = "16",',
            "FILE: `client.cache_gib` must be a number above 0, not `16`\n"
            "  → start from a copy of facts.toml, which lakeform brings along",
        ),
        (
            "cache_gib = { value = 16,",
            "cache_gib = { value = 0,",
            "FILE: `client.cache_gib` must be a number above 0, not `0`\n"
            "  → start from a copy of facts.toml, which lakeform brings along",
        ),
        (
            'hours = { value = 730, source = "estimate"',
            'hours = { value = 730, source = "estimates"',
            "FILE: `month.hours.source` is `estimates`, which isn't there\n"
            "  → did you mean `estimate`?",
        ),
        (
            'title = "Our estimate"\nkind = "assumption"',
            'title = "Our estimate"\nkind = "guess"',
            "FILE: `sources.estimate.kind` is `guess`\n"
            "  → one of official, measured, secondary, assumption",
        ),
        (
            "collected = 2026-11-22",
            'collected = "autumn"',
            "FILE: `collected` must be a date, such as 2026-11-22\n"
            "  → start from a copy of facts.toml, which lakeform brings along",
        ),
        (
            "format = 1",
            "format = 2",
            "FILE: `format` must be 1\n"
            "  → start from a copy of facts.toml, which lakeform brings along",
        ),
        (
            "format = 1",
            "format = ",
            "FILE isn't TOML: Invalid value (at line 16, column 10)\n"
            "  → start from a copy of facts.toml, which lakeform brings along",
        ),
    ],
)
def test_a_fault_is_named(
    changed: Callable[[str, str], Path], old: str, new: str, message: str
) -> None:
    assert refusal(changed(old, new)) == message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.toml").startswith("FILE can't be read: ")


def test_tables_of_the_wrong_kind(tmp_path: Path) -> None:
    file = tmp_path / "facts.toml"
    file.write_text("format = 1\nsources = 3\n", encoding="utf-8")
    assert refusal(file).startswith("FILE: `sources` is missing, or isn't a table")
