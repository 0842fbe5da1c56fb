"""LF-tags, and what carries them.

`#n` is issue n of hashicorp/terraform-provider-aws.
"""

from __future__ import annotations

from foundation import Stack
from governed import lake_with, stack_of

SETTINGS = "aws_lakeformation_data_lake_settings.settings"


def test_keys_and_their_allowed_values() -> None:
    assert Stack(stack_of(lake_with("{}"))).of("aws_lakeformation_lf_tag") == {
        "domain": {"key": "domain", "values": ["sales", "web"], "depends_on": [SETTINGS]},
        "sensitivity": {
            "key": "sensitivity",
            "values": ["internal", "pii", "public"],
            "depends_on": [SETTINGS],
        },
    }


def test_one_resource_for_one_tag_of_one_object() -> None:
    """#36539: the plural resource takes away what others put there."""
    lake = Stack(stack_of(lake_with("{}")))
    assert lake.of("aws_lakeformation_resource_lf_tag") == {
        "database__sales__domain": {
            "database": [{"name": "sales"}],
            "lf_tag": [{"key": "domain", "value": "sales"}],
            "depends_on": [
                "aws_lakeformation_lf_tag.domain",
                "aws_glue_catalog_database.sales",
            ],
        },
        "database__sales__sensitivity": {
            "database": [{"name": "sales"}],
            "lf_tag": [{"key": "sensitivity", "value": "internal"}],
            "depends_on": [
                "aws_lakeformation_lf_tag.sensitivity",
                "aws_glue_catalog_database.sales",
                "aws_lakeformation_resource_lf_tag.database__sales__domain",
            ],
        },
        "column__sales__orders__email__sensitivity": {
            "table_with_columns": [
                {"database_name": "sales", "name": "orders", "column_names": ["email"]}
            ],
            "lf_tag": [{"key": "sensitivity", "value": "pii"}],
            "depends_on": [
                "aws_lakeformation_lf_tag.sensitivity",
                "aws_glue_catalog_table.sales__orders",
            ],
        },
        "column__sales__orders__phone__sensitivity": {
            "table_with_columns": [
                {"database_name": "sales", "name": "orders", "column_names": ["phone"]}
            ],
            "lf_tag": [{"key": "sensitivity", "value": "pii"}],
            "depends_on": [
                "aws_lakeformation_lf_tag.sensitivity",
                "aws_glue_catalog_table.sales__orders",
                "aws_lakeformation_resource_lf_tag.column__sales__orders__email__sensitivity",
            ],
        },
    }
    assert lake.of("aws_lakeformation_resource_lf_tags") == {}


def test_on_tables_and_columns_of_any_name() -> None:
    catalog = """\
        storage: {zones: {raw: {}}}
        catalog:
          databases:
            d:
              zone: raw
              tables:
                t:
                  format: parquet
                  tags: {domain: web}
                  columns:
                    a b: {type: string, tags: {domain: sales}}
                    a.b: {type: string, tags: {domain: sales}}
                  partitions: {day: {type: date, tags: {domain: sales}}}
        """
    assigned = Stack(stack_of(lake_with("{}", catalog=catalog))).of(
        "aws_lakeformation_resource_lf_tag"
    )
    assert list(assigned) == [
        "column__d__t__a-b-2e7336dc__domain",
        "column__d__t__a-b-c8687a08__domain",
        "column__d__t__day__domain",
        "table__d__t__domain",
    ]
    assert assigned["table__d__t__domain"]["table"] == [{"database_name": "d", "name": "t"}]
