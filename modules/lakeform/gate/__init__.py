"""Plan → findings: checkov's own checks and lakeform's policies, never failing open.

The only importer of checkov. The policies live in `policies/`, one file each, and need no more than
what is named here.
"""

from lakeform.gate import controls
from lakeform.gate.documents import Document, Statement
from lakeform.gate.policies import load_policies
from lakeform.gate.policy import Case, Policy
from lakeform.gate.settings import Settings
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import PASSED, Outcome, Verdict, failed, unknown

__all__ = [
    "PASSED",
    "Case",
    "Document",
    "Outcome",
    "Policy",
    "Settings",
    "Severity",
    "Statement",
    "Verdict",
    "controls",
    "failed",
    "load_policies",
    "unknown",
]
