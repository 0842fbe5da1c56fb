"""The training-storage advisor: how long a data set takes to load from where, and what that costs.

::

    DataSet ─ storages → Option …     every configuration worth comparing, with its prices
     Option ─ model ───→ rates        how many samples a second, and what limits them
      rates ─ recommend → Recommendation   times and cost of a month, the best of each kind ranked
            ─ report ──→ text, JSON

All figures are in `facts.toml`, with source and date; a user may bring an own file.
"""

from lakeform.advisor.facts import DEFAULT, Facts, load_facts
from lakeform.advisor.recommend import Estimate, Recommendation, recommend
from lakeform.advisor.workload import Clients, DataSet

__all__ = [
    "DEFAULT",
    "Clients",
    "DataSet",
    "Estimate",
    "Facts",
    "Recommendation",
    "load_facts",
    "recommend",
]
