from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Mark, Resource

_MEANS = (
    ("sasl", 0, "iam"),
    ("sasl", 0, "scram"),
    ("tls", 0, "certificate_authority_arns"),
)


class Authentication(Policy):
    """A cluster lets in nobody without authentication.

    Without `client_authentication`, MSK lets in everybody who reaches a broker; with
    `unauthenticated`, beside those that say who they are. IAM is the best of the means: it needs no
    secret, and its policies hold for topics.
    """

    id = "LAKE_MSK_2"
    title = "Kafka clusters let in nobody without authentication"
    severity = Severity.HIGH
    types = ("aws_msk_cluster",)
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.SECRETS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        anybody = judged(
            resource.get("client_authentication", 0, "unauthenticated", default=False),
            lambda allowed: allowed is False,
            "it lets in clients that don't say who they are",
            subject="whether it lets in clients without authentication",
        )
        if anybody != PASSED:
            return anybody
        return judged(
            self._strongest(resource),
            bool,
            "it asks for no authentication at all",
            subject="its authentication",
        )

    @staticmethod
    def _strongest(resource: Resource) -> object:
        """True for a means that is on, `Mark.UNKNOWN` where only an unknown one may be."""
        values = [resource.get("client_authentication", 0, *path, default=False) for path in _MEANS]
        hidden = [value for value in values if isinstance(value, Mark)]
        sure = any(value and not isinstance(value, Mark) for value in values)
        return sure or (hidden[0] if hidden else False)
