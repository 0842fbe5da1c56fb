"""What can't be judged doesn't pass."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gated import BAD, GOOD, TODAY, outcomes, verdict, write_plan, write_policy
from lakeform.errors import InputError, ToolError
from lakeform.gate import Severity, checkov_run
from lakeform.gate.builtin import BUILTINS
from lakeform.gate.evidence import evidence
from lakeform.gate.findings import Further, Rule
from lakeform.gate.judge import Terms, judge
from lakeform.gate.report import as_json, text
from plans import plan_of, planned

TERMS = Terms(today=TODAY)


def refusal(file: Path) -> str:
    with pytest.raises(InputError) as caught:
        judge(file, TERMS)
    return caught.value.message.replace(f"{file.parent}/", "")


def test_a_good_plan_passes(tmp_path: Path) -> None:
    result = verdict(tmp_path, GOOD)
    assert outcomes(result, "CKV_AWS_251") == {"aws_cloudtrail.good": "passed"}
    assert not [found for found in result.findings if found.policy.startswith("CKV")]
    assert result.exit_code == 0


def test_a_bad_plan_fails_and_says_why(tmp_path: Path) -> None:
    result = verdict(tmp_path, BAD, GOOD)
    found = next(found for found in result.failing if found.policy == "CKV_AWS_251")
    assert (found.address, found.severity) == (
        "aws_cloudtrail.bad",
        Severity.HIGH,
    )
    assert found.reason == "`enable_logging` is false"
    assert found.controls["cis-aws"] == ("3.1",)
    assert not result.passed
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "plan.json is empty"),
        ("[]", "plan.json is JSON, but not a plan"),
        ('{"a": 1}', "plan.json is JSON, but not a plan"),
        ('{"format_version": "1.0", "values": {}}', "plan.json is a state, not a plan"),
        ('{"format_version": "1.2", "resource_changes": []}', "plan.json has no `planned_values`"),
        (
            '{"format_version": "1.2", "planned_values": {"root_module": {}}}',
            "plan.json has no resources: there is nothing to judge",
        ),
    ],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(content, encoding="utf-8")
    assert refusal(file) == words


def test_a_missing_plan_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json") == "none.json can't be read: No such file or directory"


def test_a_plan_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    file = write_plan(tmp_path, BAD)
    file.write_text(file.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert refusal(file).startswith("plan.json is cut off: line 1")


def test_a_plan_that_lost_its_planned_values_is_refused(tmp_path: Path) -> None:
    file = write_plan(tmp_path, BAD, GOOD, planned_values={"root_module": {}})
    assert refusal(file) == (
        "plan.json isn't the whole plan: `planned_values` and `resource_changes` disagree on "
        "aws_cloudtrail.bad and 1 more"
    )


def test_a_plan_that_lost_a_change_is_refused(tmp_path: Path) -> None:
    whole = plan_of(BAD, GOOD)
    file = write_plan(tmp_path, GOOD, planned_values=whole["planned_values"])
    assert refusal(file).endswith("disagree on aws_cloudtrail.bad")


def test_a_plan_with_a_resource_that_is_only_planned_is_refused(tmp_path: Path) -> None:
    """It has a change, which says that it is made, and nothing of it that a policy could judge."""
    lost = planned("aws_cloudtrail.bad", {"enable_logging": False})
    lost["change"]["after"] = None
    words = "plan.json lacks the values (`after`) of aws_cloudtrail.bad"
    assert refusal(write_plan(tmp_path, lost, GOOD)) == words
    del lost["change"]["after"]
    file = write_plan(
        tmp_path,
        GOOD,
        planned_values=plan_of(BAD, GOOD)["planned_values"],
        resource_changes=[lost, GOOD],
    )
    assert refusal(file) == words


def test_a_plan_with_a_resource_twice_is_refused(tmp_path: Path) -> None:
    """Or the one that is fine hides the other."""
    fine = planned("aws_cloudtrail.bad", {"enable_logging": True})
    assert refusal(write_plan(tmp_path, BAD, fine)) == (
        "plan.json has more than one change of aws_cloudtrail.bad"
    )
    twice = plan_of(BAD, fine)["planned_values"]
    assert refusal(write_plan(tmp_path, BAD, planned_values=twice)) == (
        "plan.json has planned values twice of aws_cloudtrail.bad"
    )


def test_deposed_objects_of_a_resource_stand_beside_it(tmp_path: Path) -> None:
    deposed = planned("aws_cloudtrail.good", actions=("delete",), before={"enable_logging": False})
    deposed["change"]["after"] = None
    deposed["deposed"] = "0a1b2c3d"
    assert verdict(tmp_path, GOOD, deposed).exit_code == 0


def test_a_plan_that_only_destroys_has_nothing_left_to_judge_and_passes(tmp_path: Path) -> None:
    gone = planned(
        "aws_cloudtrail.gone",
        actions=("delete",),
        before={"enable_logging": False},
    )
    gone["change"]["after"] = None
    assert verdict(tmp_path, gone).exit_code == 0


def test_a_plan_that_terraform_calls_incomplete_is_a_problem(tmp_path: Path) -> None:
    result = judge(write_plan(tmp_path, GOOD, complete=False), TERMS)
    assert [problem.message for problem in result.problems] == [
        "the plan isn't complete: Terraform will need another one after it"
    ]
    assert result.exit_code == 1


def removed(address: str) -> dict[str, Any]:
    entry = planned(address, actions=("delete",), before={"name": "old"})
    entry["change"]["after"] = None
    return entry


@pytest.mark.parametrize(
    "entries",
    [
        [planned("random_pet.name", {"length": 2})],
        [planned("aws_iot_policy.p", {"tags": {"owner": "a", "environment": "b"}})],
        [planned("google_storage_bucket.b"), planned("aws_iot_thing.t")],
        [removed("aws_iot_policy.p")],
    ],
)
def test_a_plan_of_which_no_policy_knows_anything_is_a_problem(
    tmp_path: Path, entries: list[dict[str, Any]]
) -> None:
    result = verdict(tmp_path, *entries)
    (problem,) = result.problems
    assert "nothing was judged: " in problem.message
    assert all(f"{entry['type']} (1)" in problem.message for entry in entries)
    assert result.exit_code == 1


def test_what_no_policy_is_about_is_counted_by_type(tmp_path: Path) -> None:
    unknown = [planned("aws_iot_policy.a"), planned("aws_iot_policy.b"), removed("aws_eip.c")]
    result = verdict(tmp_path, GOOD, *unknown)
    assert result.by_no_rule == {"aws_eip": 1, "aws_iot_policy": 2}
    assert result.problems == ()
    assert as_json(result)["judged"]["by_no_rule"] == result.by_no_rule
    assert "about 2 types of 3 resources: aws_eip (1), aws_iot_policy (2)." in text(result, "p")
    assert evidence(result, "p")["by_no_rule"] == result.by_no_rule


def test_a_guard_knows_only_what_goes(tmp_path: Path) -> None:
    guards = Further(rules=(_rule("aws_iot_thing"),))
    file = write_plan(tmp_path, GOOD, removed("aws_iot_thing.old"))
    assert judge(file, TERMS, guards).by_no_rule == {}
    file = write_plan(tmp_path, GOOD, planned("aws_iot_thing.new"))
    assert judge(file, TERMS, guards).by_no_rule == {"aws_iot_thing": 1}


def test_the_changes_that_a_guard_compared_count_as_judged(tmp_path: Path) -> None:
    changed = planned("aws_eip.changed", {"a": 2}, actions=("update",), before={"a": 1})
    same = planned("aws_eip.same", {"a": 1}, actions=("no-op",), before={"a": 1})
    file = write_plan(tmp_path, GOOD, changed, same, removed("aws_route.gone"))
    guards = Further(rules=(_rule("*"), replace(_rule("aws_eip"), id="GUARD_TEST_2")))
    result = judge(file, TERMS, guards)
    assert outcomes(result, "GUARD_TEST_1") == {
        "aws_eip.changed": "passed",
        "aws_route.gone": "passed",
    }
    assert outcomes(result, "GUARD_TEST_2") == {"aws_eip.changed": "passed"}
    alone = judge(file, TERMS)
    assert (alone.resources, alone.verdicts) == (result.resources, result.verdicts)


def _rule(*types: str) -> Rule:
    controls = {"soc2": ("A1.2",)}
    return Rule("GUARD_TEST_1", "It stays", Severity.HIGH, types, controls, "", is_guard=True)


def test_a_policy_that_raises_says_unknown_and_breaks_the_run(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, 'raise KeyError("size")')
    result = verdict(tmp_path, GOOD, policies=folder)
    assert outcomes(result, "ACME_TRAIL_1") == {"aws_cloudtrail.good": "unknown"}
    assert "ACME_TRAIL_1 failed on aws_cloudtrail.good: KeyError: 'size'" in {
        problem.message for problem in result.problems
    }
    assert result.exit_code == 3


@pytest.mark.parametrize("ending", ["SystemExit(0)", "GeneratorExit()"])
def test_a_policy_that_ends_the_program_doesnt_pass(tmp_path: Path, ending: str) -> None:
    result = verdict(tmp_path, BAD, policies=write_policy(tmp_path, f"raise {ending}"))
    assert outcomes(result, "ACME_TRAIL_1") == {"aws_cloudtrail.bad": "unknown"}
    assert result.exit_code == 3
    assert "CKV_AWS_251" in {found.policy for found in result.failing}


def test_a_policy_that_ends_the_program_before_it_judges_doesnt_pass(tmp_path: Path) -> None:
    early = "return PASSED\n\n    def begin(self, case):\n        raise SystemExit(0)"
    result = verdict(tmp_path, GOOD, policies=write_policy(tmp_path, early))
    assert outcomes(result, "ACME_TRAIL_1") == {"aws_cloudtrail.good": "unknown"}
    assert "ACME_TRAIL_1 failed before it judged anything: SystemExit: 0" in {
        problem.message for problem in result.problems
    }
    assert result.exit_code == 3


def test_an_interruption_stays_one(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        verdict(tmp_path, GOOD, policies=folder)


def test_a_check_that_ends_the_program_doesnt_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_: object) -> None:
        raise SystemExit(0)

    monkeypatch.setattr(checkov_run.find_check("CKV_AWS_251"), "scan_resource_conf", end)
    result = verdict(tmp_path, GOOD)
    assert outcomes(result, "CKV_AWS_251") == {"aws_cloudtrail.good": "unknown"}
    assert result.exit_code != 0


def test_a_policy_that_says_nothing_breaks_the_run(tmp_path: Path) -> None:
    silent = "return PASSED\n\n    def scan_resource_conf(self, conf):\n        return None"
    result = verdict(tmp_path, GOOD, policies=write_policy(tmp_path, silent))
    assert outcomes(result, "ACME_TRAIL_1") == {"aws_cloudtrail.good": "unknown"}
    assert [problem.message for problem in result.problems] == [
        "ACME_TRAIL_1 said nothing of aws_cloudtrail.good"
    ]
    assert result.exit_code == 3


def test_what_is_logged_as_a_warning_breaks_the_run(tmp_path: Path) -> None:
    loud = 'import logging; logging.getLogger("x").warning("odd"); return PASSED'
    result = verdict(tmp_path, GOOD, policies=write_policy(tmp_path, loud))
    assert [problem.message for problem in result.problems] == ["checkov said: odd"]
    assert result.exit_code == 3


def test_logging_is_as_before_afterwards(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    verdict(tmp_path, GOOD)
    assert (root.handlers[:], root.level) == before


def test_a_check_that_raises_says_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(checkov_run.find_check("CKV_AWS_251"), "scan_resource_conf", fall)
    result = verdict(tmp_path, GOOD)
    (found,) = [found for found in result.failing if found.policy == "CKV_AWS_251"]
    assert (found.outcome, found.reason) == (
        "unknown",
        "checkov's check can't judge it: ValueError: no",
    )
    assert result.problems == ()
    assert result.exit_code == 1


def test_a_cluster_that_logs_nothing_is_a_finding(tmp_path: Path) -> None:
    """checkov's check of its logs takes the first kind of log, of an empty list too."""
    cluster = planned("aws_eks_cluster.c", {"enabled_cluster_log_types": []})
    result = verdict(tmp_path, cluster)
    assert outcomes(result, "CKV_AWS_37") == {"aws_eks_cluster.c": "failed"}
    assert result.exit_code == 1


def test_a_resource_that_is_sensitive_as_a_whole_is_judged(tmp_path: Path) -> None:
    hidden = planned("aws_s3_bucket_policy.p", {"bucket": "b", "policy": "{}"})
    hidden["change"]["after_sensitive"] = True
    result = verdict(tmp_path, hidden)
    assert outcomes(result, "LAKE_S3_10") == {"aws_s3_bucket_policy.p": "unknown"}
    assert result.exit_code == 1


def test_a_resource_that_checkov_loses_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = checkov_run.parse_tf_plan

    def forget(file: str, errors: dict[str, str]) -> Any:
        definitions, lines = read(file, errors)
        definitions["resource"] = definitions["resource"][1:]
        return definitions, lines

    monkeypatch.setattr(checkov_run, "parse_tf_plan", forget)
    result = verdict(tmp_path, BAD, GOOD)
    assert outcomes(result, "CKV_AWS_251") == {
        "aws_cloudtrail.bad": "unknown",
        "aws_cloudtrail.good": "passed",
    }
    assert result.exit_code == 3


@pytest.mark.parametrize("errors", [{"plan.json": "odd"}, {}])
def test_a_plan_that_checkov_cant_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, errors: dict[str, str]
) -> None:
    def refuse(_: str, out: dict[str, str]) -> tuple[None, None]:
        out.update(errors)
        return None, None

    monkeypatch.setattr(checkov_run, "parse_tf_plan", refuse)
    with pytest.raises(ToolError, match="checkov can't read the plan"):
        verdict(tmp_path, GOOD)


def test_a_check_that_checkov_hasnt_is_an_error() -> None:
    with pytest.raises(ToolError, match="the installed checkov has no check CKV_AWS_99999"):
        checkov_run.find_check("CKV_AWS_99999")


@pytest.mark.parametrize("value", ["true", "1"])
def test_checkovs_switch_that_lets_unknown_values_pass_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("EVAL_TF_PLAN_AFTER_UNKNOWN", value)
    unset = planned("aws_backup_vault.v", {"name": "v"}, unknown={"kms_key_arn": True})
    found = outcomes(verdict(tmp_path, unset), "CKV_AWS_166")
    assert found == {"aws_backup_vault.v": "failed"}


def test_what_cant_be_judged_counts_as_its_policys_severity(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, 'return unknown("not yet")')
    mild = verdict(tmp_path, GOOD, policies=folder)
    strict = verdict(tmp_path, GOOD, policies=folder, fail_on=Severity.LOW)
    assert [found.outcome for found in mild.findings if found.policy == "ACME_TRAIL_1"] == [
        "unknown"
    ]
    assert mild.exit_code == 0
    assert strict.exit_code == 1


def test_findings_are_sorted_worst_first(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, 'return failed("big")', severity="CRITICAL")
    result = verdict(tmp_path, BAD, GOOD, policies=folder)
    ranks = [found.severity.rank for found in result.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert [found.address for found in result.findings[:2]] == [
        "aws_cloudtrail.bad",
        "aws_cloudtrail.good",
    ]


def test_only_the_chosen_frameworks_controls_are_named(tmp_path: Path) -> None:
    result = verdict(tmp_path, BAD, frameworks=("cis-aws",))
    found = next(found for found in result.findings if found.policy == "CKV_AWS_251")
    assert dict(found.controls) == {"cis-aws": ("3.1",)}


def test_every_promised_pair_has_a_verdict(tmp_path: Path) -> None:
    result = verdict(tmp_path, BAD, GOOD)
    for rule in result.rules:
        if "aws_cloudtrail" in rule.types:
            assert set(result.judged[rule.id]) == {
                "aws_cloudtrail.bad",
                "aws_cloudtrail.good",
            }
    assert set(result.judged) == {rule.id for rule in result.rules}
    assert len(result.rules) > len(BUILTINS)


def test_the_result_names_the_plan_and_the_versions(tmp_path: Path) -> None:
    file = write_plan(tmp_path, GOOD, timestamp="2026-05-01T10:00:00Z")
    result = judge(file, TERMS)
    assert result.plan_time == "2026-05-01T10:00:00Z"
    assert len(result.plan_sha256) == 64
    assert sorted(result.versions) == ["checkov", "lakeform", "terraform"]


def test_modules_with_resources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """checkov itself looks a resource's configuration up by type and name."""
    plan = plan_of(BAD, GOOD)
    for entry, module in zip(plan["resource_changes"], ("module.a", "module.b"), strict=True):
        entry["address"] = f"{module}.aws_cloudtrail.v"
        entry["module_address"] = module
        entry["name"] = "v"
    found = plan["planned_values"]["root_module"]["resources"]
    for resource, change in zip(found, plan["resource_changes"], strict=True):
        resource.update(address=change["address"], name="v")
    plan["planned_values"]["root_module"] = {
        "child_modules": [
            {"address": "module.a", "resources": found[:1]},
            {"address": "module.b", "resources": found[1:]},
        ]
    }
    plan["configuration"] = {
        "root_module": {
            "module_calls": {
                name: {
                    "module": {
                        "resources": [
                            {
                                "address": "aws_cloudtrail.v",
                                "mode": "managed",
                                "type": "aws_cloudtrail",
                                "name": "v",
                                "expressions": {},
                            }
                        ]
                    }
                }
                for name in ("a", "b")
            }
        }
    }
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    assert outcomes(judge(file, TERMS), "CKV_AWS_251") == {
        "module.a.aws_cloudtrail.v": "failed",
        "module.b.aws_cloudtrail.v": "passed",
    }
