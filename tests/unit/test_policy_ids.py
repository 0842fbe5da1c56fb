from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lakeform.commands.validate import run
from lakeform.errors import ConfigError
from lakeform.policy_ids import waivable_ids
from support import HEAD

WAIVER = "    - {{policy: {}, address: a.b, reason: none, owner: me, expires: 2999-01-01}}\n"


def lake_with(folder: Path, policies: str, *waived: str) -> Path:
    file = folder / "lake.yaml"
    waivers = "".join(WAIVER.format(identity) for identity in waived)
    file.write_text(f"{HEAD}policy:\n{policies}  waivers:\n{waivers}", encoding="utf-8")
    return file


def own_policy(folder: Path, line: str) -> None:
    (folder / "policies").mkdir()
    text = f"from lakeform.gate import Policy\n\n\nclass Own(Policy):\n    {line}\n"
    (folder / "policies" / "own.py").write_text(text, encoding="utf-8")


def test_they_are_those_that_the_gate_knows() -> None:
    from lakeform.gate.judge import all_policies, known_ids
    from lakeform.review.guards import WAIVABLE

    assert waivable_ids() == known_ids(all_policies(None)) | WAIVABLE


def test_reading_them_imports_neither_checkov_nor_the_gate() -> None:
    program = (
        "import sys; from lakeform.policy_ids import waivable_ids; waivable_ids()\n"
        "print(*[name for name in sys.modules if name in ('checkov', 'lakeform.gate')])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout.strip() == b""


def test_waivers_of_no_policy_are_named_with_the_other_problems(tmp_path: Path) -> None:
    file = lake_with(tmp_path, "  fail_onn: high\n", "LAKE_S3_3", "LAKE_LFF_8", "GUARD_DESTROY_1")
    with pytest.raises(ConfigError) as caught:
        run(file, None)
    assert [
        (problem.line, problem.column, problem.message) for problem in caught.value.problems
    ] == [
        (5, 3, "unknown key `fail_onn` in `policy`"),
        (8, 16, "there is no policy `LAKE_LFF_8`"),
        (9, 16, "there is no policy `GUARD_DESTROY_1`"),
    ]
    assert caught.value.problems[1].hint == "did you mean `LAKE_LF_8`?"


def test_the_policies_of_a_folder_count(tmp_path: Path) -> None:
    own_policy(tmp_path, 'id = "ACME_SQS_1"')
    run(lake_with(tmp_path, "  folder: policies\n", "ACME_SQS_1"), None)
    run(lake_with(tmp_path, "", "ACME_SQS_1"), tmp_path / "policies")
    with pytest.raises(ConfigError, match="there is no policy `ACME_SQS_1`"):
        run(lake_with(tmp_path, "", "ACME_SQS_1"), None)


def test_a_policy_that_computes_its_id_is_left_to_the_gate(tmp_path: Path) -> None:
    own_policy(tmp_path, 'id = "ACME" + "_SQS_1"')
    run(lake_with(tmp_path, "  folder: policies\n", "ACME_SQS_1"), None)
