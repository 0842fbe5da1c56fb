"""A Terraform plan as typed, frozen data: any plan, lakeform's or not.

::

    plan JSON ─load→ Plan (sensitive values masked, unknown ones marked) ─summarise→ Summary
                              ├─→ Planned (what there will be)
                              └─redacted→ plan JSON that another program may read
"""

from lakeform.plan.compare import compare, is_stateless
from lakeform.plan.load import load, parse
from lakeform.plan.masking import Mark
from lakeform.plan.model import Action, Change, OutputChange, Path, Plan, Replacement
from lakeform.plan.planned import Planned, Resource
from lakeform.plan.redaction import redacted
from lakeform.plan.summary import Row, Summary, summarise

__all__ = [
    "Action",
    "Change",
    "Mark",
    "OutputChange",
    "Path",
    "Plan",
    "Planned",
    "Replacement",
    "Resource",
    "Row",
    "Summary",
    "compare",
    "is_stateless",
    "load",
    "parse",
    "redacted",
    "summarise",
]
