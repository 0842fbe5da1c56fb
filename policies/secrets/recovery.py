from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_SHORTEST = 7


class Recovery(Policy):
    """A deleted secret can be had back for seven days or longer.

    `recovery_window_in_days = 0` deletes at once: a connection that still needs the secret is lost
    with it.
    """

    id = "LAKE_SECRET_3"
    title = "Deleted secrets can be recovered"
    severity = Severity.MEDIUM
    types = ("aws_secretsmanager_secret",)
    controls = controls.combined(controls.BACKUP, controls.SECRETS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        days = chosen(resource, "recovery_window_in_days", default=30)
        return judged(
            days,
            lambda days: days >= _SHORTEST,
            f"it is gone {days} days after it is deleted",
            subject="its recovery window",
        )
