"""The only door to CDKTF: no other module imports `cdktf`, `constructs` or `jsii`.

The engine is `cdktf` 0.21. The variable `LAKEFORM_ENGINE=cdktn` chooses its community successor CDK
Terrain, which has the same API; both give the same output.

Importing this module starts Node, so it settles first what jsii and the engine read from the
environment: which Node to run (`JSII_NODE`), which Terraform to ask for its version, and no warning
about Node 20, which is past its end of life but the last that many distributions ship.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

from lakeform.errors import InputError, ToolMissing
from lakeform.tools import find_node, terraform_for_cdktf

__all__ = [
    "ENGINE",
    "Annotations",
    "App",
    "Aspects",
    "ClosedStack",
    "Construct",
    "FileProvisioner",
    "Fn",
    "IAspect",
    "IConstruct",
    "IResolvable",
    "ITerraformDependable",
    "ITerraformIterator",
    "JSIIError",
    "Lazy",
    "LocalBackend",
    "LocalExecProvisioner",
    "RemoteExecProvisioner",
    "ResourceTerraformIterator",
    "S3Backend",
    "SSHProvisionerConnection",
    "TerraformCount",
    "TerraformDataSource",
    "TerraformElement",
    "TerraformIterator",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformProvider",
    "TerraformResource",
    "TerraformResourceLifecycle",
    "TerraformStack",
    "TerraformVariable",
    "Testing",
    "Token",
    "WinrmProvisionerConnection",
    "jsii_create",
    "jsii_implements",
    "jsii_invoke",
    "jsii_member",
]

ENGINES = ("cdktf", "cdktn")
ENGINE = os.environ.get("LAKEFORM_ENGINE", "cdktf")
"""The library in use: `cdktf` or `cdktn`."""


def _settle_environment() -> None:
    os.environ["JSII_NODE"] = os.fspath(find_node())
    os.environ.update(terraform_for_cdktf())
    os.environ.setdefault("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1")
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")


if ENGINE not in ENGINES:
    raise InputError(
        f"LAKEFORM_ENGINE is {ENGINE!r}", hint=f"leave it out, or set it to {' or '.join(ENGINES)}"
    )
_settle_environment()

if TYPE_CHECKING:
    from cdktf import (
        Annotations,
        App,
        Aspects,
        FileProvisioner,
        Fn,
        IAspect,
        IResolvable,
        ITerraformDependable,
        ITerraformIterator,
        Lazy,
        LocalBackend,
        LocalExecProvisioner,
        RemoteExecProvisioner,
        ResourceTerraformIterator,
        S3Backend,
        SSHProvisionerConnection,
        TerraformCount,
        TerraformDataSource,
        TerraformElement,
        TerraformIterator,
        TerraformLocal,
        TerraformOutput,
        TerraformProvider,
        TerraformResource,
        TerraformResourceLifecycle,
        TerraformStack,
        TerraformVariable,
        Testing,
        Token,
        WinrmProvisionerConnection,
    )
    from constructs import Construct, IConstruct
    from jsii import create as jsii_create
    from jsii import implements as jsii_implements
    from jsii import invoke as jsii_invoke
    from jsii import member as jsii_member
    from jsii.errors import JSIIError
else:
    try:
        _library = importlib.import_module(ENGINE)
    except ModuleNotFoundError as error:
        if error.name != ENGINE:
            raise
        raise ToolMissing(
            f"The engine {ENGINE} isn't installed", hint=f"pip install 'lakeform[{ENGINE}]'"
        ) from error
    from constructs import Construct, IConstruct
    from jsii import create as jsii_create
    from jsii import implements as jsii_implements
    from jsii import invoke as jsii_invoke
    from jsii import member as jsii_member
    from jsii.errors import JSIIError

    for _name in set(__all__) - globals().keys() - {"ClosedStack"}:
        globals()[_name] = getattr(_library, _name)


class ClosedStack(TerraformStack):
    """A stack that refers to no other stack, and has a backend of its own.

    The engine asks every resource for its arguments twice, first to find references to other
    stacks. Here it doesn't, which saves a third of the time. Should there be such a reference
    after all, Terraform refuses it as undeclared. Other stacks may refer to this one.
    """

    @jsii_member(jsii_name="prepareStack")
    def prepare_stack(self) -> None:
        """Leaves out the engine's search for references."""
