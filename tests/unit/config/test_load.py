from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lakeform.config import load
from lakeform.config.model import LakeFile
from lakeform.errors import ConfigError
from support import HEAD, ROOT, lake_from


def test_a_section_with_nothing_after_it_takes_its_defaults() -> None:
    lake = lake_from("network:\nstorage:\n")
    assert lake.network is not None
    assert lake.network.cidr == "10.0.0.0/16"
    assert list(lake.zones) == ["curated", "raw"]


def test_a_section_that_is_left_out_is_not_built() -> None:
    lake = lake_from("")
    assert (lake.network, lake.storage) == (None, None)


def test_overrides_are_merged_key_by_key_and_lists_replaced(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text("""
name: acme
owner: me
environments:
  dev: {account: "111111111111", region: us-east-1}
  prod:
    account: "222222222222"
    region: eu-west-1
    overrides:
      network: {nat: one_per_zone, endpoints: [s3]}
      storage: {zones: {raw: {expire_days: 10}}}
network: {cidr: 10.1.0.0/16, endpoints: [s3, kms]}
storage: {zones: {raw: {description: raw data}}}
""")
    lakes = load(file)
    assert list(lakes) == ["dev", "prod"]
    dev, prod = lakes["dev"], lakes["prod"]
    assert dev.network is not None
    assert prod.network is not None
    assert (dev.network.nat, dev.network.endpoints) == ("single", ("kms", "s3"))
    assert (prod.network.nat, prod.network.endpoints) == ("one_per_zone", ("s3",))
    assert prod.network.cidr == "10.1.0.0/16"
    assert prod.zones["raw"].expire_days == 10
    assert prod.zones["raw"].description == "raw data"
    assert dev.zones["raw"].expire_days is None


def test_a_problem_of_an_override_is_shown_there_and_once(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text("""name: acme
owner: me
environments:
  dev: {account: "111111111111", region: us-east-1}
  prod:
    account: "222222222222"
    region: eu-west-1
    overrides:
      storage: {zones: {raw: {versioning: false, object_lock: {days: 1}}}}
storage: {zones: {raw: {}}}
encryption: {rotation_days: 1}
""")
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (9, 50),
        (11, 29),
    ]


def test_an_account_without_quotes_keeps_its_zeros(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text(HEAD.replace('"111111111111"', "011111111111"))
    assert load(file)["dev"].environment.account == "011111111111"


def test_the_contract_is_valid() -> None:
    lakes = load(ROOT / "tests" / "samples" / "valid" / "contract.yaml")
    assert list(lakes) == ["dev", "prod"]
    assert lakes["prod"].deploy_role == "arn:aws:iam::222222222222:role/acme-ml-prod-deploy"


def test_the_contract_has_every_section() -> None:
    contract = ROOT / "tests" / "samples" / "valid" / "contract.yaml"
    assert set(yaml.safe_load(contract.read_text())) == set(LakeFile.model_fields)


def test_the_default_lake_fits_on_a_screen() -> None:
    assert len((ROOT / "lake.yaml").read_text().splitlines()) <= 60


def test_a_schema_file_that_is_missing_is_the_only_fault(tmp_path: Path) -> None:
    """What names the table's columns can't be wrong while nobody knows them."""
    file = tmp_path / "lake.yaml"
    file.write_text(
        HEAD
        + """\
storage: {zones: {raw: {}}}
governance:
  filters:
    some: {table: web.clicks, columns: [page]}
    none: {table: web.clicks, except_columns: [page]}
  personas:
    analyst:
      trust: ["arn:aws:iam::111111111111:root"]
      grants:
        - {table: web.clicks, columns: [page], permissions: [SELECT]}
        - {filter: some}
        - {filter: none}
    other:
      trust: ["arn:aws:iam::111111111111:root"]
      grants:
        - {table: web.clicks, except_columns: [page], permissions: [SELECT]}
catalog:
  databases:
    web:
      zone: raw
      tables:
        clicks:
          format: parquet
          schema: gone.avsc
          quality: [IsComplete "page"]
"""
    )
    with pytest.raises(ConfigError) as raised:
        load(file)
    assert [problem.message for problem in raised.value.problems] == [
        "the file `gone.avsc` does not exist"
    ]
