from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource

_WITHDRAWN = frozenset(
    {
        "dotnet5.0",
        "dotnet6",
        "dotnet7",
        "dotnetcore1.0",
        "dotnetcore2.0",
        "dotnetcore2.1",
        "dotnetcore3.1",
        "go1.x",
        "java8",
        "nodejs",
        "nodejs10.x",
        "nodejs12.x",
        "nodejs14.x",
        "nodejs16.x",
        "nodejs18.x",
        "nodejs4.3",
        "nodejs4.3-edge",
        "nodejs6.10",
        "nodejs8.10",
        "provided",
        "python2.7",
        "python3.6",
        "python3.7",
        "python3.8",
        "python3.9",
        "ruby2.5",
        "ruby2.7",
    }
)


class Runtime(Policy):
    """No function runs on a runtime that AWS has withdrawn.

    A withdrawn runtime gets no security fixes, and its functions can't be changed any more after a
    while. The list is of the end of 2025 (Lambda developer guide, "Lambda runtimes"). A function
    from a container image passes: what is in the image can't be seen.
    """

    id = "LAKE_LAMBDA_1"
    title = "Functions run on supported runtimes"
    severity = Severity.MEDIUM
    types = ("aws_lambda_function",)
    controls = controls.SUPPORTED_SOFTWARE
    fix = "streams.deliveries.NAME.transform: {runtime: python3.13, ...}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        runtime = resource.get("runtime", default="")
        return judged(
            runtime,
            lambda runtime: runtime not in _WITHDRAWN,
            f"AWS has withdrawn its runtime, {runtime}",
            subject="its runtime",
        )
