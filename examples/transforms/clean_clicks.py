"""A transform of Firehose: drops records that aren't JSON objects with a URL, and folds its case."""

import base64
import json


def handler(event, context):
    """Called with a batch of records; answers for each: Ok with new data, Dropped or failed."""
    return {"records": [_clean(record) for record in event["records"]]}


def _clean(record):
    try:
        click = json.loads(base64.b64decode(record["data"]))
    except ValueError:
        return {**record, "result": "ProcessingFailed"}
    if not isinstance(click, dict) or not click.get("url"):
        return {"recordId": record["recordId"], "result": "Dropped", "data": record["data"]}
    click["url"] = click["url"].lower()
    data = base64.b64encode(json.dumps(click).encode()).decode()
    return {"recordId": record["recordId"], "result": "Ok", "data": data}
