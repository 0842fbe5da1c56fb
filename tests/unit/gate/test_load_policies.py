"""A policy that can't be loaded is an error, never one that finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gated import GOOD, POLICY, outcomes, verdict, write_plan, write_policy
from lakeform.errors import InputError
from lakeform.gate import load_policies
from lakeform.gate.evidence import evidence
from lakeform.gate.judge import all_policies
from lakeform.gate.report import as_json, text
from plans import planned
from support import ROOT


def refusal(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_policies(folder)
    return caught.value.message.replace(f"{folder}/", "")


def test_a_folders_policies_run_beside_lakeforms(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, 'return failed("too big")')
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "README.md").write_text("ours", encoding="utf-8")
    result = verdict(tmp_path, GOOD, policies=folder)
    assert outcomes(result, "ACME_TRAIL_1") == {"aws_cloudtrail.good": "failed"}
    assert "LAKE_S3_1" in result.judged


def test_the_example_of_the_readme_is_a_policy(tmp_path: Path) -> None:
    readme = (ROOT / "policies" / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "queues.py").write_text(example, encoding="utf-8")
    found = outcomes(
        verdict(
            tmp_path,
            planned("aws_sqs_queue.a", {"message_retention_seconds": 345_600}),
            planned("aws_sqs_queue.b", {"message_retention_seconds": 345_601}),
            planned("aws_sqs_queue.c", {}, unknown={"message_retention_seconds": True}),
            policies=tmp_path,
        ),
        "ACME_SQS_1",
    )
    assert found == {
        "aws_sqs_queue.a": "passed",
        "aws_sqs_queue.b": "failed",
        "aws_sqs_queue.c": "unknown",
    }


def test_policies_in_folders_of_the_folder_count(tmp_path: Path) -> None:
    write_policy(tmp_path, "return PASSED")
    assert [policy.id for policy in load_policies(tmp_path)] == ["ACME_TRAIL_1"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("def (", "p.py can't be loaded: SyntaxError: invalid syntax (p.py, line 1)"),
        ("raise SystemExit(0)", "p.py can't be loaded: SystemExit: 0"),
        ("1 / 0", "p.py can't be loaded: ZeroDivisionError: division by zero"),
        ("import nowhere", "p.py can't be loaded: ModuleNotFoundError: No module named 'nowhere'"),
        ("a = 1", "p.py has 0 policies; a file has exactly one"),
        (
            POLICY.format(identity="acme-1", severity="LOW", body="return PASSED"),
            "the policy in p.py lacks an `id` like ACME_S3_1",
        ),
        (
            POLICY.format(identity="A_1", severity="LOW", body="return PASSED").replace(
                '("aws_cloudtrail",)',
                '"aws_cloudtrail"',
            ),
            "the policy in p.py lacks `types`, a tuple of resource types",
        ),
    ],
)
def test_what_is_no_policy_is_refused(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "p.py").write_text(content, encoding="utf-8")
    assert refusal(tmp_path) == words


def test_a_policy_that_judges_nothing_is_refused(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "return PASSED")
    file = folder / "acme_trail_1.py"
    text = file.read_text(encoding="utf-8").replace("def judge", "def judged")
    file.write_text(text, encoding="utf-8")
    assert "can't be loaded: TypeError: Can't instantiate abstract class Own" in refusal(folder)


def test_two_policies_with_one_id_are_refused(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "return PASSED")
    (folder / "again.py").write_bytes((folder / "acme_trail_1.py").read_bytes())
    assert refusal(folder).endswith("has the id ACME_TRAIL_1, which another policy has already")


@pytest.mark.parametrize(
    "identity", ["LAKE_S3_1", "LAKE_ACME_1", "GUARD_ACCESS_1", "CKV_AWS_251", "CKV2_ACME_1"]
)
def test_an_id_that_isnt_free_is_refused(tmp_path: Path, identity: str) -> None:
    folder = write_policy(tmp_path, "return PASSED", identity=identity)
    with pytest.raises(InputError, match=f"has a policy {identity}; ids with LAKE_, GUARD_, CKV_"):
        all_policies(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", "metadata:\n  id: ACME_1\ndefinition:\n  cond_type: attribute\n"),
        ("deep/b.yml", "---\n- metadata: {id: ACME_1}\n  definition: {\n"),
        ("c.JSON", '{"metadata": {"id": "ACME_1"}, "definition": {"cond_type": "attribute"}}'),
    ],
)
def test_policies_that_arent_python_are_refused(tmp_path: Path, name: str, content: str) -> None:
    """checkov would run them, so nobody would notice that lakeform doesn't."""
    folder = write_policy(tmp_path, "return PASSED")
    (folder / "deep").mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        all_policies(folder)
    assert caught.value.message == (
        f"{folder} has policies that aren't Python and wouldn't be run: {name}"
    )
    assert "policies/README.md" in str(caught.value.hint)


def test_other_data_in_a_folder_is_no_policy(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "return PASSED")
    write_plan(folder, GOOD)
    (folder / "notes.yaml").write_text("metadata: none\n", encoding="utf-8")
    assert "ACME_TRAIL_1" in {policy.id for policy in all_policies(folder)}


def test_what_a_policy_prints_isnt_in_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_policy(tmp_path, 'print("judging"); return PASSED')
    (file,) = folder.iterdir()
    file.write_text('print("loading")\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    verdict(tmp_path, GOOD, policies=folder)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "loading\njudging\n")


def test_a_policy_that_judged_nothing_is_named(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "return PASSED")
    (file,) = folder.iterdir()
    misspelt = file.read_text(encoding="utf-8").replace("aws_cloudtrail", "aws_cloud_trail")
    file.write_text(misspelt, encoding="utf-8")
    result = verdict(tmp_path, GOOD, policies=folder)
    assert "ACME_TRAIL_1 judged nothing: no aws_cloud_trail." in text(result, "p").splitlines()
    assert as_json(result)["judged"]["idle"] == ["ACME_TRAIL_1"]
    (policy,) = [one for one in evidence(result, "p")["policies"] if one["id"] == "ACME_TRAIL_1"]
    assert (policy["of"], policy["resources"]) == ("user", [])


def test_a_folder_that_isnt_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder of policies"):
        all_policies(tmp_path / "none")


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no policies"):
        all_policies(tmp_path)
