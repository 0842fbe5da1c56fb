"""`lake.yaml` → `Lake`: reading, validation, and the rules between sections.

The stages, in `load`: `yaml_reader` (text → values with positions), environments' overrides,
`schema_files` (columns from Avro, JSON Schema and Parquet), the model (one file a section),
`rules` (what no section can see alone). Each stage reports all that it finds.
"""

from lakeform.config.load import load
from lakeform.config.model import Lake

__all__ = ["Lake", "load"]
