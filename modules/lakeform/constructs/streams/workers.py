"""Where Flink applications and connectors run in the lake's VPC."""

from __future__ import annotations

from collections.abc import Sequence

from lakeform.constructs.network import Network
from lakeform.constructs.network.group import Group
from lakeform.engine import Construct
from lakeform.naming import Names


class WorkerNetwork(Construct):
    """Private subnets, and the security groups that workers carry: nobody gets in, and they reach
    AWS's services, and the Kafka clusters if there are some.

    Args:
        kafka_clients: the group that the clusters admit.

    Attributes:
        subnets: ids of the subnets.
        subnet_arns: gives their ARNs.
        security_groups: ids of the groups.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        names: Names,
        *,
        network: Network,
        kafka_clients: str | None,
    ) -> None:
        super().__init__(scope, id)
        group = Group(
            self,
            "stream-workers",
            names=names,
            vpc_id=network.vpc_id,
            description="Flink applications and connectors",
        )
        group.reach_aws()
        self.subnets: Sequence[str] = network.private_subnet_ids
        self.subnet_arns = network.private_subnet_arns
        self.security_groups = [group.group.id, *([] if kafka_clients is None else [kafka_clients])]
