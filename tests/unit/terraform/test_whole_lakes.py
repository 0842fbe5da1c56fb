"""`terraform validate` of whole lakes, with the real provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.app import synthesize_file
from lakeform.terraform import Terraform, copy_stack, offline_environment, write_offline_override
from support import EXAMPLES, ROOT


@pytest.mark.terraform
@pytest.mark.parametrize("file", [ROOT / "lake.yaml", EXAMPLES / "full.yaml"], ids=["own", "full"])
def test_terraform_finds_nothing_wrong_with_any_environment(file: Path, tmp_path: Path) -> None:
    """Neither an error nor a warning, such as of an argument that is deprecated."""
    stacks = synthesize_file(file, None, tmp_path / "out").stacks
    assert stacks
    for environment, folder in stacks.items():
        work = copy_stack(folder, tmp_path / environment)
        write_offline_override(work, state="terraform.tfstate")
        terraform = Terraform(work, env=offline_environment())
        terraform.init()
        assert terraform.validate() == (), environment
