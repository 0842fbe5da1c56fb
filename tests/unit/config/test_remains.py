"""One run names all problems: those of the rules too, where the model refuses a part."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lakeform.config import load
from lakeform.config.explain import explain
from lakeform.config.model import LakeFile
from lakeform.config.remains import faults_of_refused
from lakeform.config.schema_files import inline_schemas
from lakeform.config.yaml_reader import KeyPath, read
from lakeform.errors import ConfigError
from support import EXAMPLES, ROOT

SAMPLES = [
    sample
    for sample in sorted((ROOT / "tests" / "samples" / "invalid").glob("*.yaml"))
    if not sample.stem.startswith(("yaml-", "section-not-built"))
]
ELSEWHERE = "\nencryption: {rotation_dais: 100}\n"

EVERY = 37
"""Every so many of the 4,000 corruptions is tried; all of them take a minute."""


def _messages(text: str, folder: Path) -> set[str]:
    file = folder / "lake.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    return {problem.message for problem in caught.value.problems}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_misspelt_key_elsewhere_hides_nothing(sample: Path, tmp_path: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    if "\nencryption:" in text or "{name:" in text:
        pytest.skip("has that section itself, or is one mapping")
    alone = _messages(text, tmp_path)
    assert _messages(text + ELSEWHERE, tmp_path) == {
        *alone,
        "unknown key `rotation_dais` in `encryption`",
    }


def _places(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))


def _corruptions(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in _places(data):
        for how in ("misspelt", "gone", "Zz! ", [1.5], None, -3.5):
            changed = copy.deepcopy(data)
            holder: Any = changed
            for part in path[:-1]:
                holder = holder[part]
            key = path[-1]
            if how == "gone":
                del holder[key]
            elif how != "misspelt":
                holder[key] = how
            elif isinstance(holder, dict):
                holder[f"{key}x"] = holder.pop(key)
            yield f"{path}: {how!r}", changed


def test_nothing_is_said_that_follows_from_what_was_refused() -> None:
    """examples/full.yaml is valid, so that rules can find nothing of their own in it."""
    environment, refused_at_all = "dev", 0
    for number, (what, data) in enumerate(_corruptions(read(EXAMPLES / "full.yaml").data)):
        if number % EVERY:
            continue
        inlined, _ = inline_schemas(data, EXAMPLES)
        refused = {fault.message for fault in explain(LakeFile, inlined, {})}
        if not refused or environment not in (data.get("environments") or {}):
            continue
        refused_at_all += 1
        found = {fault.message for fault in faults_of_refused(inlined, environment, EXAMPLES)}
        assert found, what
        assert found <= refused, what
    assert refused_at_all > 50


REFUSED = """\
name: acme
owner: data@acme.example
environments: {dev: {account: "111111111111", region: us-east-1}}
storage: {zones: {raw: {expir_days: 9}}}
governance:
  personas:
    analyst:
      trust: [glue]
      grants:
        - {tabel: web.click, permissions: [select]}
        - {database: wbe, permissions: [DESCRIBE]}
        - {table: web.clicks, permissions: [SELECT], columns: [pag]}
catalog:
  databases:
    web:
      zone: rwa
      tables:
        clicks:
          format: parqet
          columns: {page: bigintt, at: timestamp}
          partitons: {day: dat}
        views:
          colums: {page: strin}
          format: parquet
"""


def test_what_was_meant_is_supposed_and_the_rest_judged(tmp_path: Path) -> None:
    assert _messages(REFUSED, tmp_path) == {
        "unknown key `expir_days` in `storage.zones.raw`",
        "unknown key `tabel` in `governance.personas.analyst.grants[0]`",
        "`governance.personas.analyst.grants[0].permissions[0]` can't be `select`",
        "there is no table `click` in the database `web`",
        "there is no database `wbe`",
        "there is no column `pag` in the table `web.clicks`",
        "there is no zone `rwa`",
        "`catalog.databases.web.tables.clicks.format` can't be `parqet`",
        "`bigintt` isn't a column type: `bigintt` isn't a type of the Glue catalogue",
        "unknown key `partitons` in `catalog.databases.web.tables.clicks`",
        "`dat` isn't a column type: `dat` isn't a type of the Glue catalogue",
        "unknown key `colums` in `catalog.databases.web.tables.views`",
        "`strin` isn't a column type: `strin` isn't a type of the Glue catalogue",
    }


def test_a_problem_below_a_misspelt_key_is_shown_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text(REFUSED, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    places = {problem.message: (problem.line, problem.column) for problem in caught.value.problems}
    assert places["`strin` isn't a column type: `strin` isn't a type of the Glue catalogue"] == (
        23,
        26,
    )
    assert places["there is no table `click` in the database `web`"] == (10, 19)
