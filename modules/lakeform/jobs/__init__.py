"""Jobs: from a job of `lake.yaml` to its script, its arguments, and what it needs to be allowed.

All of it is pure but for reading scripts of the user's own. The stages: `places` (where a source or
target lies) → `values` (what a template is rendered with) → `scripts` (the script, checked to be
Python); beside them `needs` (what the job's role must be allowed) and `arguments` (what Glue is
told).
"""

from lakeform.jobs.needs import Needs, TableNeed, needs
from lakeform.jobs.scripts import Script, quality_script, script

__all__ = ["Needs", "Script", "TableNeed", "needs", "quality_script", "script"]
