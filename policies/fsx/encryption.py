from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.lustre import is_scratch
from lakeform.gate.judging import customer_key
from lakeform.plan import Resource


class Encryption(Policy):
    """Every file system is encrypted with a key of the account's own.

    FSx encrypts always, with AWS's key `alias/aws/fsx` by default: nobody can say who may use it.
    The key can't be changed later. A scratch file system takes no key, and passes.
    """

    id = "LAKE_FSX_3"
    title = "FSx file systems are encrypted with a customer-managed key"
    severity = Severity.MEDIUM
    types = (
        "aws_fsx_lustre_file_system",
        "aws_fsx_ontap_file_system",
        "aws_fsx_openzfs_file_system",
        "aws_fsx_windows_file_system",
    )
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_fsx_lustre_file_system" and is_scratch(resource) is True:
            return PASSED
        return customer_key(resource, "kms_key_id", without="FSx takes AWS's own")
