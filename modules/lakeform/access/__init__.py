"""Who may do what on which data: `Lake` → `AccessPlan` → rows for people.

`compile` brings the grants of `lake.yaml` into their normal form, from which the constructs make
Terraform; `effective` shows the same plan as people ask for it, with LF-tags resolved onto tables
and columns; `required_statements` says what IAM must allow beside it. All of it is pure: no file,
no network, no construct.
"""

from lakeform.access.compiler import compile
from lakeform.access.effective import AccessRow, effective
from lakeform.access.model import AccessPlan, Grant, OptIn, Principal
from lakeform.access.rights import (
    administrators,
    foreign_accounts,
    governs,
    principals,
    services,
)
from lakeform.access.table import HEADER, access_rows, format_table

__all__ = [
    "HEADER",
    "AccessPlan",
    "AccessRow",
    "Grant",
    "OptIn",
    "Principal",
    "access_rows",
    "administrators",
    "compile",
    "effective",
    "foreign_accounts",
    "format_table",
    "governs",
    "principals",
    "services",
]
