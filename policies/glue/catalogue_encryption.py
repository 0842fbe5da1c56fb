from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import first
from lakeform.plan import Mark, Resource


class CatalogueIsEncrypted(Policy):
    """The Data Catalog is encrypted with a KMS key, and so are the passwords of connections.

    The catalogue holds the schema and sometimes samples of the data; the password of a connection
    is returned in the clear to whoever may call `glue:GetConnection` unless it is encrypted.
    """

    id = "LAKE_GLUE_6"
    title = "The Data Catalog and its passwords are encrypted"
    severity = Severity.HIGH
    types = ("aws_glue_data_catalog_encryption_settings",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.SECRETS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        settings = resource.block("data_catalog_encryption_settings")
        mode = first(settings, "encryption_at_rest").get("catalog_encryption_mode")
        passwords = first(settings, "connection_password_encryption").get(
            "return_connection_password_encrypted"
        )
        if isinstance(mode, Mark) or isinstance(passwords, Mark):
            return unknown("its settings are known only after apply")
        if not str(mode).startswith("SSE-KMS"):
            return failed("the catalogue isn't encrypted with a KMS key")
        return PASSED if passwords is True else failed("passwords are returned in the clear")
