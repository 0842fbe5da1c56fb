"""Users who click more than a threshold in a minute: from one Kinesis stream to another.

A Python application of Flink 1.20. It needs the SQL connector of Kinesis, a JAR of the Apache
project (flink-sql-connector-aws-kinesis-streams), as lib/connector.jar beside this file. What it
reads and writes, and the threshold, stand in the property groups `lakeform` and `detector`.
"""

import json
from pathlib import Path

from pyflink.table import EnvironmentSettings, TableEnvironment

PROPERTIES = Path("/etc/flink/application_properties.json")
"""Where the service puts the property groups."""

SOURCE = """
CREATE TABLE clicks (user_id STRING, url STRING, at TIMESTAMP(3), WATERMARK FOR at AS at)
WITH ('connector' = 'kinesis', 'stream.arn' = '{arn}', 'aws.region' = '{region}',
      'source.init.position' = 'LATEST', 'format' = 'json',
      'json.timestamp-format.standard' = 'ISO-8601')
"""
SINK = """
CREATE TABLE anomalies (user_id STRING, minute_start TIMESTAMP(3), clicks BIGINT)
WITH ('connector' = 'kinesis', 'stream.arn' = '{arn}', 'aws.region' = '{region}', 'format' = 'json')
"""
DETECT = """
INSERT INTO anomalies
SELECT user_id, window_start, COUNT(*)
FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(at), INTERVAL '1' MINUTE))
GROUP BY user_id, window_start, window_end
HAVING COUNT(*) > {threshold}
"""


def main() -> None:
    groups = {
        group["PropertyGroupId"]: group["PropertyMap"]
        for group in json.loads(PROPERTIES.read_text(encoding="utf-8"))
    }
    lake, detector = groups["lakeform"], groups["detector"]
    tables = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    tables.execute_sql(SOURCE.format(arn=lake["kinesis.clicks.arn"], region=lake["aws.region"]))
    tables.execute_sql(SINK.format(arn=lake["kinesis.anomalies.arn"], region=lake["aws.region"]))
    tables.execute_sql(DETECT.format(threshold=int(detector["threshold"])))


if __name__ == "__main__":
    main()
