"""What the gate uses of checkov; no other module imports it."""

from __future__ import annotations

import os
import sys
import types
import warnings

from lakeform import collector

# checkov reads this when it is imported. Files over the limit go through `json.loads` instead of
# its YAML parser, which is ten times slower and gives line numbers that nobody here asks for.
os.environ["CHECKOV_MAX_IAC_FILE_SIZE"] = "1"

# A fifth of the import is checks of other clouds, which nobody here asks.
for _cloud in (
    *("alicloud", "azure", "digitalocean", "gcp", "github", "gitlab", "kubernetes", "linode"),
    *("ncp", "oci", "openstack", "panos", "tencentcloud", "yandexcloud"),
):
    _name = f"checkov.terraform.checks.resource.{_cloud}"
    sys.modules.setdefault(_name, types.ModuleType(_name))

# Making HCL's parser takes a tenth of it; a plan is JSON.
_hcl = types.ModuleType("hcl2.parser")
vars(_hcl).update(hcl2=None, strip_line_comment=None)
sys.modules.setdefault("hcl2.parser", _hcl)

with collector.paused(), warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # checkov's libraries deprecate each other
    from checkov.common.models.consts import ANY_VALUE
    from checkov.common.models.enums import CheckCategories, CheckResult
    from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck
    from checkov.terraform.checks.resource.base_resource_value_check import BaseResourceValueCheck
    from checkov.terraform.checks.resource.registry import resource_registry
    from checkov.terraform.plan_parser import parse_tf_plan

__all__ = [
    "ANY_VALUE",
    "BaseResourceCheck",
    "BaseResourceValueCheck",
    "CheckCategories",
    "CheckResult",
    "parse_tf_plan",
    "resource_registry",
]
