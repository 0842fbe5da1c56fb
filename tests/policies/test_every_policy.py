"""What holds of every policy."""

import re

import pytest

from lakeform.gate import Case, Policy, Settings, Severity, Verdict, load_policies
from lakeform.gate.controls import FRAMEWORKS
from lakeform.plan import Planned, load
from plans import plan_of, planned

POLICIES = pytest.mark.parametrize("policy", load_policies(), ids=lambda policy: str(policy.id))


@POLICIES
def test_it_says_what_it_is(policy: Policy) -> None:
    assert re.fullmatch(r"LAKE_[A-Z0-9]+_[0-9]+", policy.id)
    assert isinstance(policy.severity, Severity)
    assert policy.title
    assert not policy.title.endswith(".")
    assert len(policy.title) <= 80
    first, _, more = policy.documentation().partition("\n\n")
    assert first.endswith(".")
    assert more, "why it matters"


@POLICIES
def test_its_controls_are_of_known_frameworks(policy: Policy) -> None:
    controls = type(policy).controls
    assert controls
    assert set(controls) <= set(FRAMEWORKS)
    assert all(controls.values())


@POLICIES
def test_it_judges_a_resource_of_which_nothing_is_said(policy: Policy) -> None:
    for kind in type(policy).types:
        address = f"{kind.replace('*', 'thing')}.empty"
        plan = Planned(load(plan_of(planned(address))))
        assert isinstance(policy.judge(plan[address], Case(plan, Settings())), Verdict)
