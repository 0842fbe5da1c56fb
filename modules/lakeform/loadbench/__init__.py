"""The load benchmark: images a second, as a training loader sees them.

::

    TARGET … ─ targets ─→ Target         s3://bucket/prefix, or a folder of any mounted file system
      Target ─ samples ─→ samples        files, or members of tar shards; decoded or not
     samples ─ workers ─→ Pass           processes that read a cold and then a warm epoch
        Pass ─ measure ─→ Results        every case saved as soon as it is measured; resumes
     Results ─ report, plot → the relative table, JSON, PNG

`synthetic.make` writes synthetic images and shards to measure with.
"""

from lakeform.loadbench.measure import run
from lakeform.loadbench.results import Options, Results
from lakeform.loadbench.synthetic import make

__all__ = ["Options", "Results", "make", "run"]
