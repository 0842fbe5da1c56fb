from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_SWITCHES: Mapping[str, str] = {
    "aws_db_instance": "deletion_protection",
    "aws_docdb_cluster": "deletion_protection",
    "aws_dynamodb_table": "deletion_protection_enabled",
    "aws_neptune_cluster": "deletion_protection",
    "aws_rds_cluster": "deletion_protection",
}


class DeletionProtection(Policy):
    """Databases refuse to be deleted.

    With deletion protection, two changes are needed to delete a database, one after the other. An
    instance of a cluster is the cluster's matter: its own switch counts anyway.
    """

    id = "LAKE_DATA_2"
    title = "Databases are protected from deletion"
    severity = Severity.MEDIUM
    types = tuple(sorted(_SWITCHES))
    controls = controls.combined(controls.BACKUP, controls.INTEGRITY)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        switch = _SWITCHES[resource.type]
        return judged(
            chosen(resource, switch, default=False),
            lambda protects: protects is True,
            "it isn't protected from deletion",
            subject=switch,
        )
