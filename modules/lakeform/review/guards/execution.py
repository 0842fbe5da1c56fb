"""Guards of what runs while a plan is applied, with the rights of whoever applies it."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.plan import Action
from lakeform.plan.configuration import NOTHING, base_address
from lakeform.review.guards.guard import Case, Hit


def a_program_runs(case: Case) -> Iterator[Hit]:
    """A provisioner of a resource that is made or deleted runs, or an action is invoked."""
    for change in case.plan.with_action(Action.CREATE, Action.REPLACE, Action.DELETE):
        written = case.plan.written.get(base_address(change.address), NOTHING)
        for kind in written.provisioners:
            yield Hit(change.address, f"runs a program on apply: a provisioner {kind}")
    for address in case.plan.invocations:
        yield Hit(address, "runs a program on apply: Terraform invokes this action")
