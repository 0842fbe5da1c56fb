from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed
from lakeform.gate.facts.objects import encrypted_by_default
from lakeform.gate.judging import customer_key, judged
from lakeform.plan import Resource

_RESULT = ("configuration", 0, "result_configuration", 0)
_WITH_KMS = ("CSE_KMS", "SSE_KMS")


class Encryption(Policy):
    """The results of queries are encrypted with a key of the account's own.

    Results are copies of the data. Either the workgroup names the key, or the bucket that it writes
    to has one by default; that of a bucket outside the plan can't be seen. A workgroup without a
    place for results leaves it to the client.
    """

    id = "LAKE_ATHENA_2"
    title = "Results of Athena are encrypted with a customer-managed key"
    severity = Severity.MEDIUM
    types = ("aws_athena_workgroup",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        option = resource.get(*_RESULT, "encryption_configuration", 0, "encryption_option")
        if option is not None:
            kind = judged(
                option,
                lambda option: option in _WITH_KMS,
                f"results are encrypted with S3's own key ({option})",
                subject="how results are encrypted",
            )
            if kind != PASSED:
                return kind
            path = (*_RESULT, "encryption_configuration", 0, "kms_key_arn")
            return customer_key(resource, *path, without="AWS's is used")
        if resource.get(*_RESULT, "output_location") is None:
            return failed("it says neither where results go nor how they are encrypted")
        place = "configuration.result_configuration.output_location"
        return encrypted_by_default(case, resource, place)
