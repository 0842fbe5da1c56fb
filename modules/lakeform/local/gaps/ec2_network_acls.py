"""Network ACLs: ec2:ReplaceNetworkAclAssociation of an association that is gone.

Subnets and their ACL go side by side: AWS says of an association that went before that there is no
such association, which Terraform takes for done. moto fails.
"""

from __future__ import annotations

from moto.ec2.exceptions import InvalidAssociationIdError
from moto.ec2.models.network_acls import NetworkAclAssociation, NetworkAclBackend

from lakeform.local.gaps.gap import Gap, replace


def apply() -> None:
    replace_association = NetworkAclBackend.replace_network_acl_association

    def replace_what_exists(
        self: NetworkAclBackend, association_id: str, network_acl_id: str
    ) -> NetworkAclAssociation:
        acls = list(self.network_acls.values())
        if not any(association_id in acl._associations for acl in acls):
            raise InvalidAssociationIdError(association_id)
        return replace_association(self, association_id, network_acl_id)

    replace(NetworkAclBackend, replace_network_acl_association=replace_what_exists)


GAP = Gap(
    name="Network ACL associations",
    resources=("aws_network_acl",),
    corrected=("ec2:ReplaceNetworkAclAssociation",),
    apply=apply,
)
