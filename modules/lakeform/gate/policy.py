"""The base class of a policy: a checkov check that judges one resource with the whole plan in view.

checkov gives a check one resource, its values wrapped in lists and the unknown ones left out. A
policy gets the same resource as `lakeform.plan` reads it, and the plan around it, so that it can
ask which bucket policy belongs to a bucket.
"""

from __future__ import annotations

import inspect
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lakeform.gate.checkov_api import BaseResourceCheck, CheckCategories, CheckResult
from lakeform.gate.controls import Controls
from lakeform.gate.settings import Settings
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome, Verdict
from lakeform.plan import Planned, Resource


@dataclass(frozen=True)
class Case:
    """What a policy judges in.

    Attributes:
        plan: all resources that there will be.
        settings: the limits and lists that the user set.
    """

    plan: Planned
    settings: Settings


class Policy(BaseResourceCheck):
    """One rule about one kind of resource.

    The class docstring is the policy's documentation: its first line what must hold, then why it
    matters and what the policy can't see.

    Attributes:
        id: `LAKE_<AREA>_<NUMBER>`; never given to another rule.
        title: what must hold, in one line, without a full stop.
        severity: how bad it is when it doesn't.
        types: the resource types that it judges; each resource of one of them gets a verdict.
        controls: the controls that it is evidence for; `controls.NONE_FITS` for a framework that
            was looked at and has none.
        fix: the line of lake.yaml that heals it, empty where there is none.
    """

    id: str
    title: ClassVar[str]
    severity: Severity  # type: ignore[assignment]  # checkov has one for its platform only
    types: ClassVar[tuple[str, ...]]
    controls: ClassVar[Controls]
    fix: ClassVar[str] = ""

    def __init__(self) -> None:
        identity, severity = type(self).id, type(self).severity
        super().__init__(
            name=type(self).title,
            id=identity,
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=type(self).types,
        )
        self.severity = severity  # the base has set it to None
        self._case: Case | None = None
        self.verdicts: dict[str, Verdict] = {}

    @abstractmethod
    def judge(self, resource: Resource, case: Case) -> Verdict:
        """Say whether the resource keeps the rule."""

    @classmethod
    def documentation(cls) -> str:
        """The docstring, its indentation removed."""
        return inspect.getdoc(cls) or ""

    def begin(self, case: Case) -> None:
        """Take the plan that the next run of checkov judges; forget the last one's verdicts."""
        self._case = case
        self.verdicts = {}

    def scan_resource_conf(self, conf: Mapping[str, Any]) -> CheckResult:
        """What checkov calls for each resource of `types`."""
        if self._case is None:
            raise RuntimeError(f"{type(self).id} was run without a plan")
        address = conf["__address__"]
        verdict = self.judge(self._case.plan[address], self._case)
        self.verdicts[address] = verdict
        self.details.append(verdict.reason)
        return _RESULTS[verdict.outcome]


_RESULTS = {
    Outcome.PASSED: CheckResult.PASSED,
    Outcome.FAILED: CheckResult.FAILED,
    Outcome.UNKNOWN: CheckResult.UNKNOWN,
}
