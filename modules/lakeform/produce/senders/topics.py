"""Kafka topics that are declared in `lake.yaml` and don't exist yet, by kafka-python.

Not tried on a live broker: the tests hold it against the client's interface.
"""

from __future__ import annotations

from lakeform.errors import ToolError
from lakeform.produce.senders.kafka import KafkaLogin, Words, client_settings
from lakeform.produce.source import missing
from lakeform.produce.target import Target

BROKERS_DEFAULT = -1
"""What Kafka 2.4 and later take for "as the brokers are set" (KIP-464)."""


def make_topic(
    target: Target,
    region: str | None,
    login: KafkaLogin,
    *,
    partitions: int | None,
    replicas: int | None,
) -> bool:
    """Make a topic unless it exists.

    Args:
        partitions, replicas: None takes the brokers' default.

    Returns:
        Whether it was made.

    Raises:
        ToolError: the brokers can't be reached, or refuse.
    """
    try:
        from kafka.admin import KafkaAdminClient  # type: ignore[import-untyped]
        from kafka.errors import (  # type: ignore[import-untyped]
            KafkaError,
            TopicAlreadyExistsError,
        )
    except ImportError:
        raise missing("kafka-python") from None
    options = {
        "num_partitions": BROKERS_DEFAULT if partitions is None else partitions,
        "replication_factor": BROKERS_DEFAULT if replicas is None else replicas,
    }
    settings = client_settings(target.brokers, region, login)
    words = Words()
    admin = None
    try:
        admin = KafkaAdminClient(**settings)
        if target.name in admin.list_topics():
            return False
        admin.create_topics({target.name: options}, wait_for_metadata=True)
    except TopicAlreadyExistsError:  # it isn't listed for those who may not describe it
        return False
    except KafkaError as error:
        raise ToolError(
            f"Kafka topic {target.name} can't be made: {error}{words.beside(str(error))}",
            hint="is the broker reachable from here, may you make topics, are there as many "
            "brokers as replicas?",
        ) from error
    finally:
        if admin is not None:
            admin.close()
        words.close()
    return True
