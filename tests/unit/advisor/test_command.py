"""`lakeform advise` on a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lakeform.advisor import DEFAULT
from lakeform.commands.advise import run
from lakeform.errors import InputError

LAKE = """\
name: acme
owner: data@acme.example
environments:
  dev: {account: "111111111111", region: us-east-1}
  prod: {account: "222222222222", region: eu-west-1OVERRIDES}
storage: {zones: {curated: {}}}
training:
  text: {zone: curated, files: 1000, mean_file_kib: 4, epochs: 3}
  images: {zone: curated, prefix: images/, files: 1_200_000, mean_file_kib: 110, epochs: 90,
           runs_a_month: 20, clients: 4}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "lake.yaml"
    file.write_text(LAKE.replace("OVERRIDES", ""), encoding="utf-8")
    return file


def test_every_data_set_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(file, None, None, "text")
    printed = capsys.readouterr().out
    headings = [line for line in printed.splitlines() if " images of " in line]
    assert headings == [
        "images: 1,200,000 images of 110 KiB, 125.9 GiB in S3",
        "text: 1,000 images of 4 KiB, 0.0 GiB in S3",
    ]
    assert printed.count("Recommended: ") == 2


def test_environments_that_differ_are_told_apart(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ", overrides: {training: {images: {clients: 64}}}"
    file.write_text(LAKE.replace("OVERRIDES", more), encoding="utf-8")
    run(file, None, None, "text")
    printed = capsys.readouterr().out
    assert printed.startswith("== dev ==\n")
    assert "\n== prod ==\n" in printed or "== prod ==\n" in printed
    assert "64 clients x 8 workers" in printed


def test_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(file, "dev", None, "json")
    advice = json.loads(capsys.readouterr().out)
    assert list(advice) == ["dev"]
    assert advice["dev"]["data_sets"]["images"]["winner"] == "ebs"


def test_what_a_lake_pins_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = file.read_text(encoding="utf-8").replace("clients: 4}", "clients: 4, storage: s3}")
    file.write_text(text, encoding="utf-8")
    run(file, "dev", None, "text")
    assert "`storage: s3` is used, as the file pins it" in capsys.readouterr().out


def test_own_facts(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "mine.toml"
    shipped = DEFAULT.read_text(encoding="utf-8")
    facts.write_text(shipped.replace("2026-11-22        #", "2027-03-01        #"))
    run(file, "dev", facts, "text", with_figures=True)
    assert "Figures of mine.toml, collected 2027-03-01," in capsys.readouterr().out


def test_a_lake_without_training_data(file: Path) -> None:
    file.write_text(LAKE.replace("OVERRIDES", "").split("training:")[0], encoding="utf-8")
    with pytest.raises(InputError, match="describes no training data"):
        run(file, None, None, "text")
