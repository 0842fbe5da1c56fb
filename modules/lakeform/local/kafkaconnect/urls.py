"""Where MSK Connect is, and its paths; moto looks for these two names."""

from __future__ import annotations

from lakeform.local.kafkaconnect.responses import KafkaConnectResponse

url_bases = [r"https?://kafkaconnect\.(.+)\.amazonaws\.com"]

url_paths = {
    "{0}/v1/" + path + "$": KafkaConnectResponse.dispatch
    for path in (
        "connectors",
        "connectors/(?P<arn>.+)",
        "connectorOperations/(?P<arn>.+)",
        "custom-plugins",
        "custom-plugins/(?P<arn>.+)",
        "worker-configurations",
        "worker-configurations/(?P<arn>.+)",
        "tags/(?P<arn>.+)",
    )
}
