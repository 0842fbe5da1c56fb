from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lakeform.gate import Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.judging import worst
from lakeform.plan import Mark, Resource

_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "aws_kinesisanalyticsv2_application": (
        "application_configuration",
        "environment_properties",
        "property_group",
        "property_map",
    ),
    "aws_lambda_function": ("environment", "variables"),
    "aws_mskconnect_connector": ("connector_configuration",),
}
_SECRET = re.compile(
    r"(?:^|[^a-z])(?:password|passwd|pwd|secret|token|credentials?|(?:api|private|access)[-_.]?key)$",
    re.IGNORECASE,
)
_ELSEWHERE = ("arn:", "{{resolve:", "${", "$${")
_REFERENCE = re.compile(r"(?<!\$)\$\{(?:aws|data|local|module|var)[._]")
"""A reference of Terraform in what is written; Kafka Connect's own look alike."""


class WrittenOut(Policy):
    """No setting of a function, connector or Flink application is a secret written out.

    Whoever may describe the resource reads it, and so does whoever has the Terraform state. It
    should be the name of a secret, which the program looks up. A setting counts as a secret where
    its name ends as one (`password`, `token`, `api_key`), or where Terraform knows it as
    sensitive. One of another name can't be told from a harmless text.
    """

    id = "LAKE_SECRET_1"
    title = "Secrets aren't written into settings"
    severity = Severity.HIGH
    types = tuple(sorted(_SETTINGS))
    controls = controls.SECRETS
    fix = "streams.flink.NAME.properties: {GROUP: {secret_name: NAME-OF-THE-SECRET}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        *blocks, last = _SETTINGS[resource.type]
        around = resource.blocks(*blocks)
        settings = [block.get(last) for block in around]
        if settings == [Mark.UNKNOWN]:
            # One unknown value hides the others; what is written shows them.
            steps = [step for block in blocks for step in (block, 0)]
            settings = [resource.written.constant(*steps, last) or Mark.UNKNOWN]
        return worst(self._judge(values) for values in settings)

    @staticmethod
    def _judge(settings: Any) -> Verdict:
        if settings is Mark.UNKNOWN:
            return unknown("its settings are known only after apply")
        if settings is Mark.SENSITIVE:
            return failed("its settings have a sensitive value written out")
        verdicts = []
        for name, value in sorted((settings or {}).items()):
            if value is Mark.SENSITIVE:
                verdicts.append(failed(f"{name} is a sensitive value written out"))
            elif not _SECRET.search(name):
                continue
            elif value is Mark.UNKNOWN or _REFERENCE.search(str(value)):
                verdicts.append(unknown(f"{name} is known only after apply"))
            elif value and not str(value).startswith(_ELSEWHERE):
                verdicts.append(failed(f"{name} is a secret written out"))
        return worst(verdicts)
