"""Attributes of resources that no policy finds anything about: a mutation breaks one thing of them.

For types that our own lakes don't have.
"""

import json
from typing import Any, Final

KEY: Final = "arn:aws:kms:us-east-1:111111111111:key/lake"
GROUP: Final = "/aws/vpc-flow-logs/acme-ml-dev"
"""A log group of the default lake's."""
_LOGS: Final = [{"s3": [{"enabled": True, "bucket": "logs"}]}]

STREAM: Final[dict[str, Any]] = {
    "encryption_type": "KMS",
    "kms_key_id": KEY,
    "retention_period": 48,
    "shard_count": 2,
}
DESTINATION: Final[dict[str, Any]] = {
    "bucket_arn": "arn:aws:s3:::elsewhere",
    "cloudwatch_logging_options": [{"enabled": True, "log_group_name": GROUP}],
    "error_output_prefix": "errors/",
    "kms_key_arn": KEY,
}
DELIVERY: Final[dict[str, Any]] = {
    "extended_s3_configuration": [DESTINATION],
    "server_side_encryption": [
        {"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": KEY}
    ],
}
CLUSTER: Final[dict[str, Any]] = {
    "broker_node_group_info": [{"client_subnets": ["subnet-a", "subnet-b", "subnet-c"]}],
    "client_authentication": [{"sasl": [{"iam": True}]}],
    "encryption_info": [{"encryption_at_rest_kms_key_arn": KEY}],
    "enhanced_monitoring": "PER_BROKER",
    "kafka_version": "3.8.x",
    "logging_info": [{"broker_logs": _LOGS}],
    "number_of_broker_nodes": 3,
}
CONNECTOR: Final[dict[str, Any]] = {
    "capacity": [{"provisioned_capacity": [{"worker_count": 1}]}],
    "connector_configuration": {"topics": "events"},
    "kafka_cluster_client_authentication": [{"authentication_type": "IAM"}],
    "kafka_cluster_encryption_in_transit": [{"encryption_type": "TLS"}],
    "log_delivery": [{"worker_log_delivery": _LOGS}],
}
APPLICATION: Final[dict[str, Any]] = {
    "application_configuration": [
        {"application_snapshot_configuration": [{"snapshots_enabled": True}]}
    ],
    "cloudwatch_logging_options": [
        {"log_stream_arn": f"arn:aws:logs:us-east-1:111111111111:log-group:{GROUP}:log-stream:a"}
    ],
    "runtime_environment": "FLINK-1_20",
}
WORKGROUP: Final[dict[str, Any]] = {
    "bytes_scanned_cutoff_per_query": 2**30,
    "result_configuration": [
        {"encryption_configuration": [{"encryption_option": "SSE_KMS", "kms_key_arn": KEY}]}
    ],
}
"""The block `configuration` of an Athena workgroup."""


def open_to_everybody(action: str) -> dict[str, str]:
    """A resource policy that allows an action to all."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*"}
    return {"policy": json.dumps({"Statement": [statement]})}
