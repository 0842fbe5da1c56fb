"""Each policy catches the change of our own plan that its test names."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lakeform.gate import PASSED, Policy, Settings, load_policies
from lakeform.gate.builtin import BUILTINS
from lakeform.gate.checkov_run import run
from lakeform.plan import load
from mutation import REMOVED, Mutation, hidden, mutated

ROOT = Path(__file__).parents[2]
CONFIGS = {"default": ROOT / "lake.yaml", "full": ROOT / "examples" / "full.yaml"}
POLICIES = {policy.id: policy for policy in load_policies()}


def file_of_the_test(policy: Policy) -> Path:
    area, name = type(policy).__module__.split(".")[-2:]
    return Path(__file__).parent / area / f"test_{name}.py"


@cache
def mutation_of(identity: str) -> Mutation | None:
    """The change, None where no lake of ours has a resource that one change would break."""
    file = file_of_the_test(POLICIES[identity])
    spec = importlib.util.spec_from_file_location(f"mutations.{identity}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    mutation = module.MUTATION
    assert mutation is None or isinstance(mutation, Mutation)
    return mutation


MUTATIONS = {
    identity: mutation
    for identity in sorted(POLICIES)
    if file_of_the_test(POLICIES[identity]).is_file()
    if (mutation := mutation_of(identity)) is not None
}


def findings(
    plan: Mapping[str, Any], *identities: str, settings: Settings | None = None
) -> set[tuple[str, str]]:
    """What some policies find, or all and checkov's checks: the id, and what doesn't pass.

    As the gate runs them: on checkov's reading of the redacted plan.
    """
    chosen = map(POLICIES.__getitem__, identities or POLICIES)
    builtins = () if identities else BUILTINS
    said = run(load(plan), chosen, settings or Settings(), builtins)
    assert said.broken == ()
    return {
        (identity, address)
        for identity, verdicts in said.verdicts.items()
        for address, verdict in verdicts.items()
        if verdict != PASSED
    }


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, Any]]:
    """The plans of our own lakes, as Terraform writes them."""
    made: dict[str, dict[str, Any]] = {}
    for name, config in CONFIGS.items():
        folder = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-m", "lakeform", "plan", "-c", str(config), "-e", "dev"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        plan = folder / ".lakeform" / "plan" / "dev" / "plan.json"
        made[name] = json.loads(plan.read_text(encoding="utf-8"))
    return made


@pytest.fixture(scope="session")
def known(plans: Mapping[str, dict[str, Any]]) -> Mapping[str, set[tuple[str, str]]]:
    """What the policies find in our own lakes as they are."""
    return {name: findings(plan) for name, plan in plans.items()}


@pytest.mark.parametrize("identity", sorted(POLICIES))
def test_every_policy_has_a_test_and_says_what_breaks_it(identity: str) -> None:
    assert file_of_the_test(POLICIES[identity]).is_file()
    mutation = mutation_of(identity)
    known = set(POLICIES) | {builtin.id for builtin in BUILTINS}
    assert mutation is None or mutation.also <= known - {identity}


@pytest.mark.terraform
@pytest.mark.parametrize("identity", sorted(MUTATIONS))
def test_a_policy_catches_its_mutation(
    identity: str,
    plans: Mapping[str, dict[str, Any]],
    known: Mapping[str, set[tuple[str, str]]],
) -> None:
    mutation = MUTATIONS[identity]
    plan = mutated(plans[mutation.plan], mutation)
    new = findings(plan, settings=mutation.settings) - known[mutation.plan]
    assert {policy for policy, _ in new} == {identity, *mutation.also}


@pytest.mark.terraform
@pytest.mark.parametrize(
    "identity",
    [
        identity
        for identity, mutation in MUTATIONS.items()
        if mutation.path and mutation.value is not REMOVED
    ],
)
def test_what_isnt_known_doesnt_pass(
    identity: str,
    plans: Mapping[str, dict[str, Any]],
    known: Mapping[str, set[tuple[str, str]]],
) -> None:
    mutation = MUTATIONS[identity]
    plan = hidden(plans[mutation.plan], mutation)
    found = findings(plan, identity, settings=mutation.settings)
    assert found - known[mutation.plan]
