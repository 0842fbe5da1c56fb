"""Classifiers: how crawlers read what Glue can't by itself."""

from __future__ import annotations

from lakeform.aws.glue import (
    GlueClassifier,
    GlueClassifierCsvClassifier,
    GlueClassifierGrokClassifier,
    GlueClassifierJsonClassifier,
    GlueClassifierXmlClassifier,
)
from lakeform.config import Lake
from lakeform.config.catalog import Classifier
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id


def make(scope: Construct, lake: Lake, names: Names) -> dict[str, GlueClassifier]:
    """Name → classifier."""
    return {
        name: GlueClassifier(
            scope,
            f"classifier-{name}",
            logical_id=logical_id(name),
            name=names.name(name),
            csv_classifier=_csv(classifier) if classifier.type == "csv" else None,
            grok_classifier=_grok(classifier) if classifier.type == "grok" else None,
            json_classifier=_json(classifier) if classifier.type == "json" else None,
            xml_classifier=_xml(classifier) if classifier.type == "xml" else None,
        )
        for name, classifier in sorted(lake.catalog.classifiers.items())
    }


def _csv(classifier: Classifier) -> GlueClassifierCsvClassifier:
    return GlueClassifierCsvClassifier(
        allow_single_column=False,
        disable_value_trimming=False,
        contains_header="ABSENT" if classifier.header else "UNKNOWN",
        header=list(classifier.header) or None,
        delimiter=classifier.delimiter or ",",
        quote_symbol=classifier.quote or '"',
    )


def _grok(classifier: Classifier) -> GlueClassifierGrokClassifier:
    return GlueClassifierGrokClassifier(
        classification=_given(classifier.classification),
        grok_pattern=_given(classifier.pattern),
        custom_patterns=classifier.custom_patterns,
    )


def _json(classifier: Classifier) -> GlueClassifierJsonClassifier:
    return GlueClassifierJsonClassifier(json_path=_given(classifier.json_path))


def _xml(classifier: Classifier) -> GlueClassifierXmlClassifier:
    return GlueClassifierXmlClassifier(
        classification=_given(classifier.classification), row_tag=_given(classifier.row_tag)
    )


def _given(value: str | None) -> str:
    """A field that the rules of the configuration have found to be there."""
    if value is None:
        raise ValueError("the classifier lacks a field")
    return value
