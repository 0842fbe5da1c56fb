"""Logging of Lambda functions: lambda:CreateFunction, UpdateFunctionConfiguration.

moto drops where and how a function logs, so Terraform would set it at each apply.
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import LambdaFunction

from lakeform.local.gaps.gap import Gap, replace


def _logging(name: str, wanted: dict[str, str] | None) -> dict[str, str]:
    """What AWS answers: the levels are there in JSON only, and INFO by default."""
    found = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}", **(wanted or {})}
    if found["LogFormat"] == "JSON":
        found = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO", **found}
    return found


def apply() -> None:
    make, describe, change = (
        LambdaFunction.__init__,
        LambdaFunction.get_configuration,
        LambdaFunction.update_configuration,
    )

    def init(self: Any, account_id: str, spec: dict[str, Any], *args: Any, **more: Any) -> None:
        self.lakeform_logging = _logging(spec["FunctionName"], spec.get("LoggingConfig"))
        make(self, account_id, spec, *args, **more)

    def get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
        answer: dict[str, Any] = describe(self, on_create)
        return {**answer, "LoggingConfig": self.lakeform_logging}

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> dict[str, Any]:
        if "LoggingConfig" in config_updates:
            self.lakeform_logging = _logging(self.function_name, config_updates["LoggingConfig"])
        change(self, config_updates)
        return get_configuration(self)

    replace(
        LambdaFunction,
        __init__=init,
        get_configuration=get_configuration,
        update_configuration=update_configuration,
    )


GAP = Gap(
    name="Logging of Lambda functions",
    resources=("aws_lambda_function",),
    corrected=("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"),
    apply=apply,
)
