"""Synthetic records for a stream.

::

    columns, a template ─ shapes ─→ Shape       what a record looks like, filled in by Faker
                 Shape ─ records ─→ Record …    as many as wanted; the same seed, the same records
     kinesis:NAME … ─ target, senders ─→ Sender a service's limits and its answers; or a printer
        Record …, Sender ─ deliver ─→ Report    paced, in batches, refused records sent again

A dry run is the same with the printer as its last stage, and without the pace.
"""

from lakeform.produce.deliver import Pace, deliver
from lakeform.produce.record import Anomaly, Record
from lakeform.produce.records import Settings, records
from lakeform.produce.report import Report
from lakeform.produce.target import Target

__all__ = ["Anomaly", "Pace", "Record", "Report", "Settings", "Target", "deliver", "records"]
