from __future__ import annotations

import re

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.connections import connection_properties
from lakeform.gate.facts.values import is_set
from lakeform.plan import Resource


class ConnectionsHaveNoPasswords(Policy):
    """Connections take their password from Secrets Manager, not from their properties.

    A password in the properties is in Terraform's state and plan, in the catalogue, and in the
    answer to every `glue:GetConnection`. `SECRET_ID` names a secret instead.
    """

    id = "LAKE_GLUE_3"
    title = "Connections have no password in their properties"
    severity = Severity.HIGH
    types = ("aws_glue_connection",)
    controls = controls.SECRETS
    fix = "catalog: {connections: {NAME: {secret: NAME-OF-THE-SECRET}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        properties = connection_properties(resource)
        if properties is None:
            return unknown("its properties are hidden, or known only after apply")
        for key, value in properties.items():
            if key.endswith("PASSWORD") and not key.startswith("ENCRYPTED_") and is_set(value):
                return failed(f"{key} is a property of it")
            if key.endswith("_URL") and _WITH_PASSWORD.search(str(value)):
                return failed(f"the URL in {key} has a password in it")
        return PASSED


_WITH_PASSWORD = re.compile(r"password=[^&;$]|://[^/:@]+:[^/@]+@", re.IGNORECASE)
