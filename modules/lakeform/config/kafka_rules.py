"""What Amazon MSK offers: versions, instance types, configuration properties.

Sources, as of November 2025: MSK developer guide, "Supported Apache Kafka versions", "Broker sizes
and types", "Custom Amazon MSK configurations", "Provision storage throughput for Standard brokers".
"""

from __future__ import annotations

VERSIONS = (
    "3.6.0",
    "3.7.x",
    "3.7.x.kraft",
    "3.8.x",
    "3.8.x.kraft",
    "3.9.x",
    "3.9.x.kraft",
    "4.0.x.kraft",
    "4.1.x.kraft",
)
"""Versions without an end of support that has passed."""

INSTANCES = (
    "kafka.t3.small",
    "kafka.m5.large",
    "kafka.m5.xlarge",
    "kafka.m5.2xlarge",
    "kafka.m5.4xlarge",
    "kafka.m5.8xlarge",
    "kafka.m5.12xlarge",
    "kafka.m5.16xlarge",
    "kafka.m5.24xlarge",
    "kafka.m7g.large",
    "kafka.m7g.xlarge",
    "kafka.m7g.2xlarge",
    "kafka.m7g.4xlarge",
    "kafka.m7g.8xlarge",
    "kafka.m7g.12xlarge",
    "kafka.m7g.16xlarge",
)
"""Instance types of Standard brokers."""
SMALL = "kafka.t3.small"
"""For trials: without tiered storage, and without connections from other VPCs."""

THROUGHPUTS = {
    "kafka.m5.4xlarge": 593,
    "kafka.m5.8xlarge": 850,
    "kafka.m5.12xlarge": 1000,
    "kafka.m5.16xlarge": 1000,
    "kafka.m5.24xlarge": 1000,
    "kafka.m7g.2xlarge": 312,
    "kafka.m7g.4xlarge": 625,
    "kafka.m7g.8xlarge": 1000,
    "kafka.m7g.12xlarge": 1000,
    "kafka.m7g.16xlarge": 1000,
}
"""Instance type → most MiB/s of its storage; the others have no provisioned throughput."""
LEAST_PROVISIONED_GIB = 10
"""Storage that provisioned throughput takes at least."""

PROPERTIES = (
    "allow.everyone.if.no.acl.found", "auto.create.topics.enable", "compression.type",
    "connections.max.idle.ms", "default.replication.factor", "delete.topic.enable",
    "follower.replication.throttled.replicas", "group.initial.rebalance.delay.ms",
    "group.max.session.timeout.ms", "group.min.session.timeout.ms",
    "leader.imbalance.per.broker.percentage", "leader.replication.throttled.replicas",
    "log.cleaner.delete.retention.ms", "log.cleaner.min.cleanable.ratio", "log.cleanup.policy",
    "log.flush.interval.messages", "log.flush.interval.ms", "log.local.retention.bytes",
    "log.local.retention.ms", "log.message.timestamp.difference.max.ms",
    "log.message.timestamp.type", "log.retention.bytes", "log.retention.hours",
    "log.retention.minutes", "log.retention.ms", "log.roll.ms", "log.segment.bytes",
    "log.segment.delete.delay.ms", "max.incremental.fetch.session.cache.slots", "message.max.bytes",
    "min.insync.replicas", "num.io.threads", "num.network.threads", "num.partitions",
    "num.recovery.threads.per.data.dir", "num.replica.fetchers", "offsets.retention.minutes",
    "offsets.topic.replication.factor", "remote.log.msk.disable.policy", "replica.fetch.max.bytes",
    "replica.fetch.response.max.bytes", "replica.lag.time.max.ms", "replica.selector.class",
    "replica.socket.receive.buffer.bytes", "socket.receive.buffer.bytes",
    "socket.request.max.bytes", "socket.send.buffer.bytes", "transaction.max.timeout.ms",
    "transaction.state.log.min.isr", "transaction.state.log.replication.factor",
    "transactional.id.expiration.ms", "unclean.leader.election.enable",
    "zookeeper.connection.timeout.ms", "zookeeper.session.timeout.ms",
)  # fmt: skip
"""Properties of the brokers that MSK lets one set."""
