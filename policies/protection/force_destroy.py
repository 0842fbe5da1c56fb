from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_SWITCHES: Mapping[str, str] = {
    "aws_athena_workgroup": "force_destroy",
    "aws_backup_vault": "force_destroy",
    "aws_ecr_repository": "force_delete",
    "aws_kinesis_stream": "enforce_consumer_deletion",
    "aws_s3_bucket": "force_destroy",
    "aws_s3_directory_bucket": "force_destroy",
}


class ForceDestroy(Policy):
    """Nothing that holds data is deleted together with the data in it.

    Without `force_destroy`, AWS refuses to delete what isn't empty: the last thing between a
    mistake and the loss of all of it.
    """

    id = "LAKE_DATA_1"
    title = "What holds data can't be deleted while it does"
    severity = Severity.MEDIUM
    types = tuple(sorted(_SWITCHES))
    controls = controls.combined(controls.BACKUP, controls.INTEGRITY)
    fix = "environments.NAME.protect: true"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        switch = _SWITCHES[resource.type]
        return judged(
            chosen(resource, switch, default=False),
            lambda forces: forces is False,
            f"{switch} is on: nothing stops its deletion while it is in use",
            subject=switch,
        )
