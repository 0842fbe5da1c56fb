"""The brokers of an MSK cluster of the lake, which AWS names when the cluster is made."""

from __future__ import annotations

from lakeform import cloud
from lakeform.errors import InputError
from lakeform.produce.senders.kafka import Method

ANSWERS: dict[Method, str] = {
    "iam": "BootstrapBrokerStringSaslIam",
    "scram": "BootstrapBrokerStringSaslScram",
    "tls": "BootstrapBrokerStringTls",
    "plaintext": "BootstrapBrokerString",
}
"""Way to log in → AWS's word for the brokers that take it (MSK API, GetBootstrapBrokers)."""


def find_brokers(cluster: str, region: str | None, method: Method = "iam") -> tuple[str, ...]:
    """HOST:PORT of the brokers of the cluster of that name.

    Raises:
        InputError: there is no such cluster, or it has no such log-in.
        ToolError: AWS can't be asked.
    """
    client = cloud.client("kafka", region)
    with cloud.in_words(f"MSK cluster {cluster}"):
        found = client.list_clusters_v2(ClusterNameFilter=cluster)["ClusterInfoList"]
        arns = [each["ClusterArn"] for each in found if each["ClusterName"] == cluster]
        if not arns:
            raise InputError(
                f"there is no MSK cluster {cluster}",
                hint="deploy it first, or name its brokers with --to",
            )
        answer = client.get_bootstrap_brokers(ClusterArn=arns[0])
    brokers = answer.get(ANSWERS[method])
    if not brokers:
        raise InputError(
            f"the MSK cluster {cluster} takes no log-in by {method}",
            hint="choose another with --kafka-login",
        )
    return tuple(brokers.split(","))
