"""Tags of new EC2 objects: ec2:CreateDhcpOptions, CreateLaunchTemplate.

moto drops the tags of DHCP options, and puts a launch template's own tags among those that the
template gives to instances.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.dhcp_options import DHCPOptionsSet
from moto.ec2.responses.dhcp_options import DHCPOptions
from moto.ec2.responses.launch_templates import LaunchTemplates

from lakeform.local.gaps.gap import Gap, add_calls


def apply() -> None:
    create_options = DHCPOptions.create_dhcp_options
    create_template = LaunchTemplates.create_launch_template

    def create_dhcp_options(self: DHCPOptions) -> Any:
        before = set(self.ec2_backend.dhcp_options_sets)
        answer = create_options(self)
        tags = self._parse_tag_specification().get("dhcp-options", {})
        sets: dict[str, DHCPOptionsSet] = self.ec2_backend.dhcp_options_sets
        for identifier in set(sets) - before:
            sets[identifier].add_tags(tags)
        return answer

    def create_launch_template(self: LaunchTemplates) -> Any:
        answer = create_template(self)
        name = self._get_param("LaunchTemplateName")
        data = self.ec2_backend.get_launch_template_by_name(name).default_version().data
        kept = [
            specification
            for specification in data.pop("TagSpecifications", [])
            if specification["ResourceType"] != "launch-template"
        ]
        if kept:
            data["TagSpecifications"] = kept
        return answer

    add_calls(DHCPOptions, {"create_dhcp_options": create_dhcp_options})
    add_calls(LaunchTemplates, {"create_launch_template": create_launch_template})


GAP = Gap(
    name="Tags of DHCP options and launch templates",
    resources=("aws_vpc_dhcp_options", "aws_launch_template"),
    corrected=("ec2:CreateDhcpOptions", "ec2:CreateLaunchTemplate"),
    apply=apply,
)
