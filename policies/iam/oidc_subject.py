from __future__ import annotations

from lakeform.gate import (
    PASSED,
    Case,
    Policy,
    Severity,
    Statement,
    Verdict,
    controls,
    failed,
    unknown,
)
from lakeform.gate.facts.callers import is_narrowed, label
from lakeform.gate.facts.identity import trust
from lakeform.plan import Resource


class OidcTrustNamesTheSubject(Policy):
    """A role that an OIDC provider's tokens assume says for which subject.

    Providers such as GitHub issue tokens to everybody: without a condition on `sub`, any repository
    of anybody assumes the role. A pattern must name more than the provider's fixed beginning.
    """

    id = "LAKE_IAM_6"
    title = "Roles for OIDC tokens name the subject"
    severity = Severity.CRITICAL
    types = ("aws_iam_role",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.SECRETS)
    fix = "governance: {personas: {NAME: {oidc_conditions: {sub: 'repo:OWNER/NAME:*'}}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = trust(resource, case)
        if document is None:
            return unknown("who may assume it is known only after apply")
        for statement in document.allows:
            for provider in statement.principals.get("Federated", ()):
                if not _is_oidc(provider, statement):
                    continue
                subjects = [
                    value
                    for (operator, key), values in statement.conditions.items()
                    if key.endswith(_SUBJECTS) and operator in _OPERATORS
                    for value in values
                ]
                if not subjects:
                    return failed(f"{label(statement)} takes any token of {provider}")
                for subject in subjects:
                    if subject in _ANYBODY or not subject.strip("*?:/"):
                        return failed(f"{label(statement)} takes tokens of the subject {subject}")
        return PASSED


def _is_oidc(provider: str, statement: Statement) -> bool:
    if ":saml-provider/" in provider or statement.allows_action("sts:AssumeRoleWithSAML"):
        return False
    # Who signs in with these is told apart by the audience, an application of one's own.
    return not (provider in _AUDIENCES and is_narrowed(statement, _AUDIENCES[provider]))


_AUDIENCES = {
    "accounts.google.com": ("accounts.google.com:aud",),
    "cognito-identity.amazonaws.com": ("cognito-identity.amazonaws.com:aud",),
    "graph.facebook.com": ("graph.facebook.com:app_id",),
    "www.amazon.com": ("www.amazon.com:app_id",),
}
_SUBJECTS = (":sub", ":job_workflow_ref", ":repository", ":repository_id")
_OPERATORS = frozenset(
    f"{prefix}{operator}"
    for prefix in ("", "foranyvalue:")
    for operator in ("stringequals", "stringequalsignorecase", "stringlike")
)
_ANYBODY = ("repo:*", "repo:*/*", "repo:*/*:*", "project_path:*", "project_path:*/*", "system:*")
