from __future__ import annotations

import re
from collections.abc import Mapping

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_set
from lakeform.plan import Mark, Resource


class JobArgumentsHoldNoSecrets(Policy):
    """Arguments of jobs hold no password, token or access key.

    Arguments are in the console, in logs, in Terraform's state, and in the answer to every
    `glue:GetJob`. A job reads its secret from Secrets Manager, by a name that its arguments may
    hold. Judged by the arguments' names and the form of access keys; a secret under a harmless name
    can't be seen.
    """

    id = "LAKE_GLUE_13"
    title = "Arguments of jobs hold no secrets"
    severity = Severity.HIGH
    types = ("aws_glue_job",)
    controls = controls.SECRETS
    fix = "etl.jobs.NAME.arguments: {--secret_name: NAME-OF-THE-SECRET}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        is_open = False
        for attribute in ("default_arguments", "non_overridable_arguments"):
            arguments = resource.get(attribute, default={})
            if not isinstance(arguments, Mapping):
                is_open = True
                continue
            for key, value in arguments.items():
                if _ACCESS_KEY.search(str(value)):
                    return failed(f"the argument {key} holds an access key")
                if not _SECRET.search(key) or _POINTER.search(key) or not is_set(value):
                    continue
                if value is Mark.UNKNOWN:
                    is_open = True
                elif not str(value).startswith("arn:"):
                    return failed(f"the argument {key} holds what its name says")
        return unknown("its arguments are known only after apply") if is_open else PASSED


_SECRET = re.compile(
    r"passw(or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|credential", re.IGNORECASE
)
_POINTER = re.compile(r"(name|id|arn|path|parameter|region|location)$", re.IGNORECASE)
_ACCESS_KEY = re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b")
