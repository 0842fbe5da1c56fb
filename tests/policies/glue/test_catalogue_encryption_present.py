from mutation import REMOVED, Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_glue_data_catalog_encryption_settings.catalog", (), REMOVED)
DATABASE = planned("aws_glue_catalog_database.sales", {"name": "sales"})


def test_a_database_beside_the_settings_passes() -> None:
    settings = planned("aws_glue_data_catalog_encryption_settings.c")
    found = verdicts("LAKE_GLUE_7", DATABASE, settings)
    assert found == {"aws_glue_catalog_database.sales": "passed"}


def test_a_database_without_settings_is_unknown() -> None:
    assert verdicts("LAKE_GLUE_7", DATABASE) == {"aws_glue_catalog_database.sales": "unknown"}
