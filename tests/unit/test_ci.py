"""The pipelines that `init --ci` writes: linted, minimal in their rights, run with stand-ins."""

from __future__ import annotations

import itertools
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml
from typer.main import get_command
from yamllint import linter
from yamllint.config import YamlLintConfig

from lakeform.ci import ACTIONS, SYSTEMS, pipelines
from lakeform.cli import CiSystem, cli
from lakeform.errors import ConfigError, InputError
from lakeform.starter import write_starter

LAKE = """\
name: acme-ml
owner: data@acme.example
environments:
  dev: {account: "111111111111", region: us-east-1}
  staging: {account: "222222222222", region: us-east-1}
  prod:
    account: "333333333333"
    region: eu-west-1
    deploy_role: arn:aws:iam::333333333333:role/ci/lake
"""

LINT = YamlLintConfig(
    "{extends: default, rules: {line-length: {max: 110}, truthy: {check-keys: false},"
    " comments: {min-spaces-from-content: 1}}}"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the pipelines of all systems."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "lake.yaml").write_text(LAKE)
    for system in SYSTEMS:
        write_starter(folder, owner="me", ci=system)
    return folder


FILES = [file for files in SYSTEMS.values() for file in files.values()]
WORKFLOWS = list(SYSTEMS["github"].values())


def parsed(project: Path, file: str) -> dict[str, Any]:
    """A YAML file; `on:` stays text, as it is for GitHub."""
    text = (project / file).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text.replace("\non:\n", '\n"on":\n'), yaml.SafeLoader)
    return data


def jobs(project: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in WORKFLOWS:
        for name, job in parsed(project, file)["jobs"].items():
            yield file, name, job


def steps(project: Path) -> Iterator[dict[str, Any]]:
    for _, _, job in jobs(project):
        yield from job["steps"]


def scripts(project: Path) -> Iterator[tuple[str, str]]:
    """All shell of all pipelines: where it is, and its text."""
    for file, name, job in jobs(project):
        for step in job["steps"]:
            if "run" in step:
                yield f"{file} {name}", step["run"]
    for name, job in parsed(project, ".gitlab-ci.yml").items():
        if isinstance(job, dict) and "script" in job:
            for script in (*job["before_script"], *job["script"], *job.get("after_script", ())):
                yield f".gitlab-ci.yml {name}", script
    for name, workflow in parsed(project, ".atlantis/repos.yaml")["workflows"].items():
        for stage in ("plan", "apply"):
            for step in workflow[stage]["steps"]:
                if "run" in step:
                    run = step["run"]
                    yield f"repos.yaml {name}", run if isinstance(run, str) else run["command"]


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_clean_yaml(project: Path, file: str) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert [str(problem) for problem in linter.run(text, LINT)] == []
    assert "[[" not in text
    assert "[%" not in text


def test_the_systems_are_those_of_the_command_line() -> None:
    assert [each.value for each in CiSystem] == list(SYSTEMS)


def test_every_action_is_pinned_to_a_commit_with_its_tag(project: Path) -> None:
    used = set()
    for file in WORKFLOWS:
        for line in (project / file).read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                found = re.search(r"uses: ([\w/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$", line)
                assert found, line
                used.add(found.groups())
    assert used == set(ACTIONS.values())


def test_every_job_has_the_rights_it_needs_and_no_others(project: Path) -> None:
    for file in WORKFLOWS:
        assert parsed(project, file)["permissions"] == {}
    aws = {"contents": "read", "id-token": "write"}
    report = {
        "actions": "read",
        "contents": "read",
        "pull-requests": "write",
        "security-events": "write",
    }
    for _, name, job in jobs(project):
        kind = name.partition("-")[0]
        expected = {"review": {"contents": "read"}, "report": report}.get(kind, aws)
        assert job["permissions"] == expected, name


def test_a_job_that_may_write_runs_nothing_of_the_pull_request(project: Path) -> None:
    report = parsed(project, ".github/workflows/lake-review.yml")["jobs"]["report"]
    assert not any("checkout" in step.get("uses", "") for step in report["steps"])
    assert not any("lakeform " in step.get("run", "") for step in report["steps"])
    assert "head.repo.full_name == github.repository" in report["if"]


def test_nothing_that_somebody_else_writes_becomes_shell(project: Path) -> None:
    for where, script in scripts(project):
        assert "${{" not in script, where


def test_every_job_ends_and_every_workflow_excludes_itself(project: Path) -> None:
    for file in WORKFLOWS:
        assert parsed(project, file)["concurrency"]["group"].startswith("lake-")
    for _, name, job in jobs(project):
        assert job["timeout-minutes"] <= 120, name
    gitlab = parsed(project, ".gitlab-ci.yml")
    assert gitlab["default"]["timeout"] == "30 minutes"
    for name in ("dev", "staging", "prod"):
        assert gitlab[f"plan {name}"]["resource_group"] == f"lake-{name}"
        assert gitlab[f"apply {name}"]["resource_group"] == f"lake-{name}"


@pytest.mark.parametrize("file", FILES)
def test_there_are_no_keys_of_aws(project: Path, file: str) -> None:
    text = (project / file).read_text(encoding="utf-8")
    for word in ("secrets.", "ACCESS_KEY", "access-key", "SECRET", "password"):
        assert word not in text


def test_a_log_in_is_by_oidc_as_the_role_of_the_environment(project: Path) -> None:
    roles = {
        "dev": ("111111111111", "us-east-1", "arn:aws:iam::111111111111:role/acme-ml-dev-deploy"),
        "staging": (
            "222222222222",
            "us-east-1",
            "arn:aws:iam::222222222222:role/acme-ml-staging-deploy",
        ),
        "prod": ("333333333333", "eu-west-1", "arn:aws:iam::333333333333:role/ci/lake"),
    }
    seen = []
    for _, name, job in jobs(project):
        for step in job["steps"]:
            if "configure-aws-credentials" in step.get("uses", ""):
                environment = name.partition("-")[2]
                account, region, role = roles[environment]
                assert step["with"] == {
                    "role-to-assume": role,
                    "aws-region": region,
                    "allowed-account-ids": account,
                }
                seen.append(name)
    assert len(seen) == 9
    gitlab = parsed(project, ".gitlab-ci.yml")
    for environment, (_, region, role) in roles.items():
        for kind in ("plan", "apply", "drift"):
            job = gitlab[f"{kind} {environment}"]
            assert job["id_tokens"] == {"AWS_TOKEN": {"aud": "sts.amazonaws.com"}}
            assert job["variables"]["AWS_ROLE_ARN"] == role
            assert job["variables"]["AWS_REGION"] == region
    assert "id_tokens" not in gitlab["review"]


def test_environments_follow_one_another_and_wait_for_approval(project: Path) -> None:
    deploy = parsed(project, ".github/workflows/lake-deploy.yml")
    assert deploy["on"]["push"] == {"branches": ["main"]}
    assert {name: job.get("needs") for name, job in deploy["jobs"].items()} == {
        "plan-dev": None,
        "apply-dev": "plan-dev",
        "plan-staging": "apply-dev",
        "apply-staging": "plan-staging",
        "plan-prod": "apply-staging",
        "apply-prod": "plan-prod",
    }
    for name, job in deploy["jobs"].items():
        environment = name.partition("-")[2] if name.startswith("apply") else None
        assert job.get("environment") == environment
    gitlab = parsed(project, ".gitlab-ci.yml")
    assert gitlab["stages"][:4] == ["review", "plan dev", "apply dev", "plan staging"]
    for name in ("dev", "staging", "prod"):
        apply = gitlab[f"apply {name}"]
        assert apply["environment"] == {"name": name}
        assert apply["rules"][-1] == {"when": "manual", "allow_failure": False}
    assert 'REF_PROTECTED == "true"' in gitlab["workflow"]["rules"][1]["if"]
    [repository] = parsed(project, ".atlantis/repos.yaml")["repos"]
    assert repository["apply_requirements"] == ["approved", "mergeable", "undiverged"]
    assert repository["allow_custom_workflows"] is False
    named = [each["workflow"] for each in parsed(project, "atlantis.yaml")["projects"]]
    assert (
        named
        == repository["allowed_workflows"]
        == ["acme-ml-dev", "acme-ml-staging", "acme-ml-prod"]
    )


def test_drift_is_looked_for_every_night_without_a_lock(project: Path) -> None:
    drift = parsed(project, ".github/workflows/lake-drift.yml")
    assert drift["on"]["schedule"] == [{"cron": "17 3 * * *"}]
    compare = [script for where, script in scripts(project) if "detailed-exitcode" in script]
    looking = [script for script in compare if "-lock=false" in script]
    assert len(looking) == 6
    assert parsed(project, ".gitlab-ci.yml")["drift dev"]["rules"] == [
        {"if": '$CI_PIPELINE_SOURCE == "schedule"'}
    ]


@pytest.mark.parametrize("file", ["lake-review.yml", "lake-deploy.yml", "lake-drift.yml"])
def test_lakeform_comes_from_the_project_and_not_from_an_index(project: Path, file: str) -> None:
    text = (project / ".github" / "workflows" / file).read_text(encoding="utf-8")
    text += (project / ".gitlab-ci.yml").read_text(encoding="utf-8")
    installed = re.findall(r"pip install (.*)", text)
    assert installed
    for words in installed:
        assert re.fullmatch(
            r'--quiet "?wheels/lakeform-[\d.]+-py3-none-any\.whl(\[node,terraform\])?"?', words
        )


def test_caches_don_t_reach_a_job_that_may_write_to_aws(project: Path) -> None:
    for _, name, job in jobs(project):
        cached = any("actions/cache" in step.get("uses", "") for step in job["steps"])
        assert cached == (name == "review")
    gitlab = parsed(project, ".gitlab-ci.yml")
    assert gitlab["review"]["cache"]["paths"] == [".cache/pip", ".lakeform/plugin-cache"]
    assert gitlab["plan dev"]["cache"] == gitlab["apply dev"]["cache"] == []


def commands_of(script: str) -> Iterator[tuple[str, list[str]]]:
    """The calls of lakeform in a script: command, and its words with those of `"$@"` and arrays."""
    joined = script.replace("\\\n", " ")
    gathered = re.findall(r"(?:set (?:-f )?-- |=\()(.*?)\)?$|\+=\((.*?)\)", joined, re.MULTILINE)
    more = " ".join(" ".join(each) for each in gathered).split()
    for line in re.findall(r"(?<![\w/-])lakeform ([^|>&;\n]*)", joined):
        command, *words = line.split()
        yield command, [*words, *more] if '"$' in line and "@" in line else words


def test_every_command_of_lakeform_exists_with_its_options(project: Path) -> None:
    commands = get_command(cli).commands  # type: ignore[attr-defined]
    known = {name: {o for p in each.params for o in p.opts} for name, each in commands.items()}
    formats = {
        each.callback.__name__: set(get_type_hints(each.callback).get("format", ()))
        for each in cli.registered_commands
        if each.callback is not None
    }
    found: dict[str, set[str]] = {}
    for where, script in scripts(project):
        for command, words in commands_of(script):
            assert command in known, f"{where}: lakeform {command}"
            options = {word for word in words if re.match(r"--?[a-z]", word)}
            assert options <= known[command], f"{where}: lakeform {command} {words}"
            for option, value in itertools.pairwise(words):
                assert option != "--format" or value in formats[command], where
            found.setdefault(command, set()).update(options)
    assert found == {
        "check": {"-c", "-e", "--format", "-o", "--allow-destroy"},
        "plan": {"-c", "-e"},
        "review": {
            "-c",
            "-e",
            "--format",
            "-o",
            "--baseline",
            "--allow-destroy",
            "--pull-request",
        },
        "synth": {"-c", "-e"},
    }


def test_all_shell_is_shell(project: Path) -> None:
    count = 0
    for where, script in scripts(project):
        checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True)
        assert checked.returncode == 0, f"{where}: {checked.stderr}"
        count += 1
    assert count > 30


class Shell:
    """Runs a pipeline's script with stand-ins for programs; `log` has each call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.program("python", f'exec {sys.executable} "$@"', logged=False)

    def program(self, name: str, body: str = "", *, logged: bool = True) -> None:
        log = f'printf \'%s\\n\' "{name} $*" >> "$LOG"\n' if logged else ""
        file = self.programs / name
        file.write_text(f"#!/bin/bash\n{log}{body}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        (self.folder / "log").unlink(missing_ok=True)
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={
                "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
                "LOG": str(self.folder / "log"),
                "GITHUB_OUTPUT": str(self.folder / "output"),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                **variables,
            },
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def log(self) -> list[str]:
        return (self.folder / "log").read_text().splitlines()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def script_of(project: Path, file: str, job: str, step: str) -> str:
    found = parsed(project, f".github/workflows/{file}")["jobs"][job]["steps"]
    [script] = [each["run"] for each in found if each.get("name") == step]
    return str(script)


@pytest.mark.parametrize(
    ("found", "call"),
    [
        ("", "gh api --silent --method POST repos/o/r/issues/7/comments -F body=@comment.md"),
        (
            "https://c/1\nhttps://c/2",
            "gh api --silent --method PATCH https://c/1 -F body=@comment.md",
        ),
    ],
)
def test_a_comment_is_written_once_and_then_replaced(
    project: Path, shell: Shell, found: str, call: str
) -> None:
    shell.program("gh", f"case $* in *--paginate*) printf '%s' '{found}' ;; esac")
    (shell.folder / "report").mkdir()
    (shell.folder / "report" / "dev.md").write_text("# Review\n")
    script = script_of(project, "lake-review.yml", "report", "Write the comment, or replace it")
    done = shell.run(script, ENVIRONMENT="dev", COMMENTS="repos/o/r/issues/7/comments")
    assert done.returncode == 0, done.stderr
    assert shell.log[-1] == call
    text = (shell.folder / "comment.md").read_text()
    assert text == "<!-- lakeform-review dev -->\n# Review\n"


def test_a_review_has_a_baseline_where_the_base_could_be_planned(
    project: Path, shell: Shell
) -> None:
    shell.program("lakeform", "while [ $# -gt 1 ]; do [ $1 != -o ] || echo hi > $2; shift; done")
    (shell.folder / "report").mkdir()
    script = script_of(project, "lake-review.yml", "review", "Review")
    places = {"ENVIRONMENT": "dev", "PLAN": "p.json", "BASE_PLAN": "b.json"}
    assert shell.run(script, **places).returncode == 0
    assert shell.log == [
        "lakeform review p.json -c lake.yaml -e dev"
        " --pull-request --format markdown -o report/dev.md"
    ]
    (shell.folder / "b.json").touch()
    assert shell.run(script, **places).returncode == 0
    assert shell.log == [
        "lakeform review p.json --baseline b.json -c lake.yaml -e dev"
        " --pull-request --format markdown -o report/dev.md"
    ]
    assert (shell.folder / "summary").read_text() == "hi\nhi\n"


@pytest.mark.parametrize(("code", "passes"), [(0, True), (1, True), (2, False), (3, False)])
def test_findings_don_t_end_the_report_but_failures_do(
    project: Path, shell: Shell, code: int, passes: bool
) -> None:
    shell.program("lakeform", f"exit {code}")
    name = "Plan offline, and note the findings for code scanning"
    script = script_of(project, "lake-review.yml", "review", name)
    assert (shell.run(script, ENVIRONMENT="dev").returncode == 0) is passes


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_github_decides_by_the_review_once_its_report_is_handed_over(
    project: Path, shell: Shell, code: int
) -> None:
    shell.program("lakeform", f"for last; do :; done; echo hi > $last; exit {code}")
    (shell.folder / "report").mkdir()
    script = script_of(project, "lake-review.yml", "review", "Review")
    done = shell.run(script, ENVIRONMENT="dev", PLAN="p.json", BASE_PLAN="b.json")
    if code > 1:
        assert done.returncode == code
        return
    assert done.returncode == 0
    assert (shell.folder / "summary").read_text() == "hi\n"
    key, _, value = (shell.folder / "output").read_text().strip().partition("=")
    assert key == "code"
    gate = script_of(project, "lake-review.yml", "review", "Gate")
    assert shell.run(gate, CODE=value).returncode == code
    assert shell.run(gate, CODE="").returncode == 1
    job = parsed(project, ".github/workflows/lake-review.yml")["jobs"]["review"]
    assert [step["name"] for step in job["steps"][-3:]] == [
        "Review",
        "Hand over the report",
        "Gate",
    ]
    assert job["steps"][-3]["id"] == "review"
    assert job["steps"][-2]["if"] == "${{ !cancelled() }}"
    assert job["steps"][-1]["env"] == {"CODE": "${{ steps.review.outputs.code }}"}


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_gitlab_decides_by_the_review(project: Path, shell: Shell, code: int) -> None:
    shell.program("lakeform", f"case $* in *markdown*) exit {code} ;; esac")
    *_, review, gate = parsed(project, ".gitlab-ci.yml")["review"]["script"]
    places = {"ENVIRONMENT": "dev", "PLAN": "p.json", "BASE_PLAN": "b.json"}
    done = shell.run(f"{review}\n{gate}", **places)
    assert done.returncode == code, done.stderr
    assert all("--pull-request" in call for call in shell.log)


@pytest.mark.parametrize("system", ["github", "gitlab"])
def test_a_push_without_a_review_takes_the_place_of_the_last_comment(
    project: Path, shell: Shell, system: str
) -> None:
    if system == "github":
        shell.program("gh", "case $* in *--paginate*) echo https://c/1 ;; esac")
        script = script_of(project, "lake-review.yml", "report", "Write the comment, or replace it")
        variables = {"COMMENTS": "c", "RUN": "https://ci/7"}
    else:
        notes = [{"id": 4, "body": "<!-- lakeform-review dev -->\nold"}]
        (shell.folder / "answer").write_text(json.dumps(notes))
        shell.program("curl", "case $* in *sort=asc*) cat answer ;; esac")
        [script] = parsed(project, ".gitlab-ci.yml")["review"]["after_script"]
        variables = {"LAKE_REVIEW_TOKEN": "t", "CI_JOB_URL": "https://ci/7"}
    done = shell.run(script, ENVIRONMENT="dev", **variables)
    assert done.returncode == 0, done.stderr
    assert any("PATCH https://c/1" in call or "PUT /projects" in call for call in shell.log)
    marker, heading, *rest = (shell.folder / "comment.md").read_text().splitlines()
    assert marker == "<!-- lakeform-review dev -->"
    assert heading == "## dev: no review of the last push"
    assert rest[-1].endswith("the run says why: https://ci/7")


def test_a_cancelled_job_of_gitlab_leaves_the_comment_to_the_next(
    project: Path, shell: Shell
) -> None:
    shell.program("curl")
    [script] = parsed(project, ".gitlab-ci.yml")["review"]["after_script"]
    done = shell.run(script, LAKE_REVIEW_TOKEN="t", CI_JOB_STATUS="canceled")
    assert done.returncode == 0
    assert not (shell.folder / "log").exists()


def test_the_report_of_github_runs_whatever_became_of_the_review(project: Path) -> None:
    report = parsed(project, ".github/workflows/lake-review.yml")["jobs"]["report"]
    assert "!cancelled()" in report["if"]
    [comment] = [step for step in report["steps"] if "comment" in step["name"]]
    assert "if" not in comment


def test_atlantis_judges_the_plan_again_before_it_is_applied(project: Path) -> None:
    for workflow in parsed(project, ".atlantis/repos.yaml")["workflows"].values():
        runs = [step["run"] for step in workflow["apply"]["steps"] if "run" in step]
        show, check, apply = (run if isinstance(run, str) else run["command"] for run in runs)
        assert show == 'terraform -chdir="$STACK" show -json "$PLANFILE" > "$SHOWFILE"'
        assert check.endswith('lakeform check "$@"\n')
        assert apply.endswith('apply -input=false "$PLANFILE"')


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        ("", ""),
        ("aws_s3_bucket.raw", " --allow-destroy aws_s3_bucket.raw"),
        (
            'aws_s3_bucket.raw|aws_kms_key.k["a*,b$(c)"]',
            ' --allow-destroy aws_s3_bucket.raw --allow-destroy aws_kms_key.k["a*,b$(c)"]',
        ),
    ],
)
def test_atlantis_takes_the_second_key_from_the_comment(
    project: Path, shell: Shell, arguments: str, flags: str
) -> None:
    shell.program("lakeform")
    escaped = ",".join(
        "".join(f"\\{character}" for character in argument) for argument in arguments.split("|")
    )
    workflow = parsed(project, ".atlantis/repos.yaml")["workflows"]["acme-ml-prod"]
    for stage, commands in (("plan", ["review", "check"]), ("apply", ["check"])):
        steps = [step.get("run") for step in workflow[stage]["steps"]]
        [script] = [run for run in steps if isinstance(run, str) and "lakeform" in run]
        done = shell.run(script, ENVIRONMENT="prod", SHOWFILE="s p.json", COMMENT_ARGS=escaped)
        assert done.returncode == 0, done.stderr
        assert shell.log == [
            f"lakeform {command} s p.json -c lake.yaml -e prod{flags}" for command in commands
        ]


def test_only_the_main_branch_logs_in_to_aws(project: Path) -> None:
    for _, name, job in jobs(project):
        logs_in = job["permissions"].get("id-token") == "write"
        assert logs_in == ("github.ref == 'refs/heads/main'" in job.get("if", "")), name


def test_data_is_destroyed_only_where_an_address_is_named(project: Path, shell: Shell) -> None:
    shell.program("lakeform")
    gate = script_of(project, "lake-deploy.yml", "apply-prod", "Gate")
    named = 'aws_s3_bucket.raw aws_kms_key.k["a*"]'
    assert shell.run(gate, ENVIRONMENT="prod", ALLOW_DESTROY=named).returncode == 0
    assert shell.log == [
        "lakeform check plan.json -c lake.yaml -e prod"
        ' --allow-destroy aws_s3_bucket.raw --allow-destroy aws_kms_key.k["a*"]'
    ]
    assert shell.run(gate, ENVIRONMENT="prod", ALLOW_DESTROY="").returncode == 0
    assert shell.log == ["lakeform check plan.json -c lake.yaml -e prod"]


TERRAFORM = """
case $* in
  *show*) cat "$CHANGES" ;;
  *detailed-exitcode*) exit "${PLAN_CODE:-0}" ;;
esac
"""


@pytest.mark.parametrize(
    ("code", "status", "changes"), [("0", 0, "false"), ("2", 0, "true"), ("1", 1, None)]
)
def test_a_plan_says_whether_there_is_something_to_apply(
    project: Path, shell: Shell, code: str, status: int, changes: str | None
) -> None:
    shell.program("lakeform", "touch review.md")
    shell.program("terraform", TERRAFORM)
    (shell.folder / "changes").write_text("{}")
    script = script_of(project, "lake-deploy.yml", "plan-dev", "Plan")
    done = shell.run(script, STACK="s", CHANGES="changes", PLAN_CODE=code)
    assert done.returncode == status
    output = shell.folder / "output"
    lines = output.read_text().splitlines() if output.exists() else []
    assert lines[:1] == ([] if changes is None else [f"changes={changes}"])


def test_github_applies_what_was_approved_and_nothing_else(project: Path, shell: Shell) -> None:
    shell.program("lakeform", "touch review.md")
    shell.program("terraform", TERRAFORM)
    changes = shell.folder / "changes"
    changes.write_text('{"resource_changes": [{"address": "a"}], "timestamp": "1"}')
    plan = script_of(project, "lake-deploy.yml", "plan-dev", "Plan")
    assert shell.run(plan, STACK="s", CHANGES="changes", PLAN_CODE="2").returncode == 0
    approved = (shell.folder / "output").read_text().splitlines()[1].removeprefix("digest=")
    assert re.fullmatch(r"[0-9a-f]{64}", approved)

    again = script_of(project, "lake-deploy.yml", "apply-dev", "Plan again")
    changes.write_text('{"timestamp": "2", "resource_changes": [{"address": "a"}]}')
    assert shell.run(again, STACK="s", CHANGES="changes", APPROVED=approved).returncode == 0
    changes.write_text('{"resource_changes": [{"address": "b"}]}')
    refused = shell.run(again, STACK="s", CHANGES="changes", APPROVED=approved)
    assert refused.returncode == 1
    assert "the plan has changed since it was approved" in refused.stdout


def test_gitlab_applies_what_was_approved_and_nothing_else(project: Path, shell: Shell) -> None:
    shell.program("lakeform")
    shell.program("lakeform-terraform", TERRAFORM)
    changes = shell.folder / "changes"
    changes.write_text('{"resource_changes": [{"address": "a"}], "timestamp": "1"}')
    gitlab = parsed(project, ".gitlab-ci.yml")
    variables = {"STACK": "s", "ENVIRONMENT": "dev", "CHANGES": "changes"}
    planned = shell.run("\n".join(gitlab["plan dev"]["script"]), **variables)
    assert planned.returncode == 0, planned.stderr
    approved = (shell.folder / "plan.env").read_text().strip().removeprefix("APPROVED=")
    assert re.fullmatch(r"[0-9a-f]{64}", approved)

    apply = "\n".join(gitlab["apply dev"]["script"])
    changes.write_text('{"timestamp": "2", "resource_changes": [{"address": "a"}]}')
    done = shell.run(apply, **variables, APPROVED=approved, ALLOW_DESTROY='a.b["x"] c.d')
    assert done.returncode == 0, done.stderr
    assert shell.log[-2:] == [
        'lakeform check plan.json -c lake.yaml -e dev --allow-destroy a.b["x"] --allow-destroy c.d',
        "lakeform-terraform -chdir=s apply -input=false tfplan",
    ]
    changes.write_text('{"resource_changes": [{"address": "b"}]}')
    refused = shell.run(apply, **variables, APPROVED=approved)
    assert refused.returncode == 1
    assert "the plan has changed since it was approved" in refused.stdout
    assert not any(" apply " in call for call in shell.log)


@pytest.mark.parametrize("system", ["github", "gitlab"])
@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_drift_fails_the_night_and_says_so(
    project: Path, shell: Shell, system: str, code: str
) -> None:
    shell.program("lakeform", "touch review.md")
    shell.program("terraform", TERRAFORM)
    shell.program("lakeform-terraform", TERRAFORM)
    (shell.folder / "changes").write_text("{}")
    if system == "github":
        script = script_of(project, "lake-drift.yml", "drift-prod", "Compare")
    else:
        script = "\n".join(parsed(project, ".gitlab-ci.yml")["drift prod"]["script"])
    done = shell.run(script, STACK="s", ENVIRONMENT="prod", CHANGES="changes", PLAN_CODE=code)
    assert done.returncode == int(code)
    assert ("prod isn't as lake.yaml says" in done.stdout) is (code == "2")


@pytest.mark.parametrize("system", ["github", "gitlab"])
@pytest.mark.parametrize(("backend", "passes"), [("s3", True), ("local", False)])
def test_a_state_that_the_runner_would_forget_stops_it(
    project: Path, shell: Shell, system: str, backend: str, passes: bool
) -> None:
    for name in ("lakeform", "terraform", "lakeform-terraform", "pip"):
        shell.program(name)
    (shell.folder / "s").mkdir()
    stack = {"terraform": {"backend": {backend: {}}}}
    (shell.folder / "s" / "cdk.tf.json").write_text(json.dumps(stack))
    if system == "github":
        script = script_of(project, "lake-deploy.yml", "plan-dev", "Render the Terraform")
    else:
        script = "\n".join(parsed(project, ".gitlab-ci.yml")["plan dev"]["before_script"])
    done = shell.run(
        script,
        STACK="s",
        ENVIRONMENT="dev",
        AWS_TOKEN="t",
        CI_PROJECT_DIR=str(shell.folder / "p"),
        AWS_WEB_IDENTITY_TOKEN_FILE=str(shell.folder / "p.tmp" / "token"),
    )
    assert (done.returncode == 0) is passes, done.stderr
    assert ("set state.backend to s3" in done.stdout) is not passes
    if system == "gitlab":
        token = shell.folder / "p.tmp" / "token"
        assert (token.read_text(), stat.S_IMODE(token.stat().st_mode)) == ("t", 0o600)


@pytest.mark.parametrize(
    ("notes", "call"),
    [
        ([], "-X POST https://gl/projects/1/merge_requests/2/notes"),
        (
            [
                {"id": 3, "body": "hello"},
                {"id": 4, "body": "<!-- lakeform-review dev -->\nold"},
                {"id": 5, "body": "<!-- lakeform-review dev -->\nolder"},
            ],
            "-X PUT https://gl/projects/1/merge_requests/2/notes/4",
        ),
    ],
)
def test_a_note_of_gitlab_is_written_once_and_then_replaced(
    project: Path, shell: Shell, notes: list[dict[str, Any]], call: str
) -> None:
    [script] = [
        each
        for each in parsed(project, ".gitlab-ci.yml")["review"]["after_script"]
        if "LAKE_REVIEW_TOKEN" in each
    ]
    (shell.folder / "report").mkdir()
    (shell.folder / "report" / "review.md").write_text("# Review\n")
    (shell.folder / "answer").write_text(json.dumps(notes))
    shell.program("curl", "case $* in *sort=asc*) cat answer ;; esac")
    variables = {
        "ENVIRONMENT": "dev",
        "CI_API_V4_URL": "https://gl",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "2",
    }
    assert shell.run(script, **variables).returncode == 0
    assert not (shell.folder / "log").exists()
    done = shell.run(script, **variables, LAKE_REVIEW_TOKEN="glpat-1")
    assert done.returncode == 0, done.stderr
    assert shell.log[-1].endswith(f"--data-urlencode body@comment.md {call}")
    assert not any("glpat-1" in line for line in shell.log)
    assert (shell.folder / "comment.md").read_text().startswith("<!-- lakeform-review dev -->\n#")
    assert not (shell.folder / "curl.conf").exists()


@pytest.mark.parametrize("system", list(SYSTEMS))
def test_a_new_project_gets_its_pipelines_too(tmp_path: Path, system: str) -> None:
    written = write_starter(tmp_path / "lake", owner="me", ci=system)
    names = {str(file.relative_to(tmp_path / "lake")) for file in written}
    assert names == {"lake.yaml", "main.py", "cdktf.json", ".gitignore", *SYSTEMS[system].values()}
    assert all(file.is_file() for file in written)


def test_a_project_that_is_there_gets_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(LAKE)
    written = write_starter(tmp_path, owner="me", ci="gitlab")
    assert [file.name for file in written] == [".gitlab-ci.yml"]
    assert (tmp_path / "lake.yaml").read_text() == LAKE


def test_a_pipeline_that_is_there_stays_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(LAKE)
    mine = tmp_path / ".github" / "workflows" / "lake-drift.yml"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(InputError, match=r"has \.github/workflows/lake-drift\.yml already"):
        write_starter(tmp_path, owner="me", ci="github")
    assert [file.name for file in mine.parent.iterdir()] == ["lake-drift.yml"]
    assert mine.read_text() == "mine"


def test_a_folder_that_can_t_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(LAKE)
    (tmp_path / ".atlantis").write_text("in the way")
    with pytest.raises(InputError, match="can't be written"):
        write_starter(tmp_path, owner="me", ci="atlantis")
    assert sorted(file.name for file in tmp_path.iterdir()) == [".atlantis", "lake.yaml"]


def test_an_invalid_lake_has_no_pipelines(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(LAKE + "storge: {}\n")
    with pytest.raises(ConfigError, match="did you mean `storage`"):
        write_starter(tmp_path, owner="me", ci="github")
    assert [file.name for file in tmp_path.iterdir()] == ["lake.yaml"]


def test_pipelines_are_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(LAKE)
    assert pipelines(tmp_path / "lake.yaml", "github") == pipelines(
        tmp_path / "lake.yaml", "github"
    )
