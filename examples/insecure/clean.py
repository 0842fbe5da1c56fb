"""Firehose calls it with records: each goes on as it came."""


def handler(event, _context):
    return {
        "records": [
            {"recordId": each["recordId"], "result": "Ok", "data": each["data"]}
            for each in event["records"]
        ]
    }
