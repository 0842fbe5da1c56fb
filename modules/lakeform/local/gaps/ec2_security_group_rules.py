"""Security group rules: ec2:DescribeSecurityGroupRules, ModifySecurityGroupRules.

moto knows the description of a rule that names addresses, and loses that of one that names a group
or a prefix list; of those two it can change nothing, and it wants ports even for all protocols.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups

from lakeform.local.gaps.gap import Gap, add_calls, replace

_ALL = "-1"
_PREFIX_LIST = "lakeform_prefix_list"  # moto keeps a prefix list's id only
_PREFIX_LIST_ARGUMENT = 7  # where moto's own calls put it


def _description(self: SecurityGroupRule) -> str | None:
    for given in (self.ip_range, self.source_group, vars(self).get(_PREFIX_LIST) or {}):
        if "Description" in given:
            text: str | None = given["Description"]
            return text
    return None


def _modify_security_group_rules(self: SecurityGroups) -> ActionResult:
    self.error_on_dryrun()
    group_id = self._get_param("GroupId")
    group = self.ec2_backend.get_security_group_by_name_or_id(group_id)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(group_id)
    for change in self._get_param("SecurityGroupRules", []):
        rule = group.get_rule(change["SecurityGroupRuleId"])
        if rule is None:
            raise InvalidSecurityGroupRuleIdNotFoundError(change["SecurityGroupRuleId"])
        _change(rule, change["SecurityGroupRule"], self.current_account)
    return ActionResult({"Return": True})


def _change(rule: SecurityGroupRule, wanted: dict[str, Any], account: str) -> None:
    """A change states the whole rule: what it doesn't name is gone."""
    rule.ip_protocol = str(wanted["IpProtocol"])
    open_to_all = rule.ip_protocol == _ALL
    rule.from_port = None if open_to_all else int(wanted["FromPort"])
    rule.to_port = None if open_to_all else int(wanted["ToPort"])
    text = {"Description": wanted["Description"]} if wanted.get("Description") else {}
    ranges = {"CidrIp": wanted.get("CidrIpv4"), "CidrIpv6": wanted.get("CidrIpv6")}
    named = {kind: cidr for kind, cidr in ranges.items() if cidr}
    rule.ip_range = {**named, **text} if named else {}
    group = wanted.get("ReferencedGroupId")
    owner = {"OwnerId": account, "UserId": account}
    rule.source_group = {"GroupId": group, **owner, **text} if group else {}
    rule.prefix_list_id = wanted.get("PrefixListId")
    vars(rule)[_PREFIX_LIST] = text


def apply() -> None:
    initialise = SecurityGroupRule.__init__

    def initialise_and_keep(self: SecurityGroupRule, *args: Any, **others: Any) -> None:
        initialise(self, *args, **others)
        positional = args[_PREFIX_LIST_ARGUMENT:]
        vars(self)[_PREFIX_LIST] = positional[0] if positional else others.get("prefix_list_id")

    replace(SecurityGroupRule, __init__=initialise_and_keep, description=property(_description))
    add_calls(SecurityGroups, {"modify_security_group_rules": _modify_security_group_rules})


GAP = Gap(
    name="Security group rules",
    resources=("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"),
    corrected=("ec2:DescribeSecurityGroupRules", "ec2:ModifySecurityGroupRules"),
    apply=apply,
)
