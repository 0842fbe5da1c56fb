"""A transform of Firehose: drops records without a URL, and cuts the URL's query string."""

import base64
import json


def handler(event, _context):
    """Called with a batch of records; answers for each: Ok with new data, Dropped or failed."""
    return {"records": [_clean(record) for record in event["records"]]}


def _clean(record):
    try:
        click = json.loads(base64.b64decode(record["data"]))
    except ValueError:
        return {**record, "result": "ProcessingFailed"}
    if not isinstance(click, dict) or not click.get("url"):
        return {"recordId": record["recordId"], "result": "Dropped", "data": record["data"]}
    click["url"] = click["url"].partition("?")[0]
    data = base64.b64encode(json.dumps(click).encode()).decode()
    return {"recordId": record["recordId"], "result": "Ok", "data": data}
