"""A security group whose rules name other groups; only AWS's services are an address range."""

from __future__ import annotations

from lakeform.aws.base import inside
from lakeform.aws.vpc import (
    SecurityGroup,
    VpcSecurityGroupEgressRule,
    VpcSecurityGroupIngressRule,
)
from lakeform.constructs.network.security import ANYWHERE, HTTPS
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id


class Group(Construct):
    """A security group, and the rules that are added to it.

    Attributes:
        group: the group.
        id: its id, as a whole value.
    """

    def __init__(
        self, scope: Construct, *key: str, names: Names, vpc_id: str, description: str
    ) -> None:
        super().__init__(scope, f"{'-'.join(key)}-group")
        self._key = logical_id(*key)
        name = names.name(*key)
        self.group = SecurityGroup(
            self,
            "group",
            logical_id=self._key,
            name=name,
            description=description,
            vpc_id=vpc_id,
            tags={"Name": name},
        )
        self.id = inside(self.group, "id")

    def admit(self, who: str, group_id: str, ports: tuple[int, int] | None, why: str) -> None:
        """Let members of a group in; `ports` None lets all traffic in."""
        VpcSecurityGroupIngressRule(
            self,
            f"{who}-{_name(ports)}-ingress",
            logical_id=logical_id(self._key, f"{who}_{_name(ports)}"),
            security_group_id=self.id,
            referenced_security_group_id=group_id,
            description=why,
            ip_protocol="-1" if ports is None else "tcp",
            from_port=None if ports is None else ports[0],
            to_port=None if ports is None else ports[1],
        )

    def reach(self, who: str, group_id: str, ports: tuple[int, int] | None, why: str) -> None:
        """Let this group's members reach those of another."""
        VpcSecurityGroupEgressRule(
            self,
            f"{who}-{_name(ports)}-egress",
            logical_id=logical_id(self._key, f"{who}_{_name(ports)}"),
            security_group_id=self.id,
            referenced_security_group_id=group_id,
            description=why,
            ip_protocol="-1" if ports is None else "tcp",
            from_port=None if ports is None else ports[0],
            to_port=None if ports is None else ports[1],
        )

    def reach_aws(self) -> None:
        """Let this group's members reach AWS's services, wherever their endpoints lie."""
        VpcSecurityGroupEgressRule(
            self,
            "https",
            logical_id=f"{self._key}_https",
            security_group_id=self.id,
            description="AWS services",
            cidr_ipv4=ANYWHERE,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
        )


def _name(ports: tuple[int, int] | None) -> str:
    return "all" if ports is None else str(ports[0])
