"""Run checkov on a plan, in this process; nothing that it swallows goes unnoticed."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path

# Files over the limit are read by `json.loads` instead of checkov's YAML parser, which is slower
# and gives nothing but line numbers that a plan of one line hasn't.
os.environ["CHECKOV_MAX_IAC_FILE_SIZE"] = "1"

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # checkov's libraries deprecate each other
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.plan_runner import Runner

from lakeform.gate.policy import Case, Policy
from lakeform.gate.settings import Settings
from lakeform.gate.verdict import Verdict
from lakeform.plan import Planned, load


def run_policies(
    file: Path, policies: Iterable[Policy], settings: Settings
) -> Mapping[str, Mapping[str, Verdict]]:
    """Policy id → address → verdict."""
    chosen = tuple(policies)
    case = Case(Planned(load(json.loads(file.read_text(encoding="utf-8")))), settings)
    for policy in chosen:
        policy.begin(case)
    filters = RunnerFilter(framework=["terraform_plan"], checks=[policy.id for policy in chosen])
    Runner().run(root_folder=None, files=[str(file)], runner_filter=filters)
    return {policy.id: dict(policy.verdicts) for policy in chosen}
