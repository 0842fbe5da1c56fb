"""Is a text Python that AWS can run?"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

PYTHONS = {"python_shell": (3, 9), "spark": (3, 11), "spark_streaming": (3, 11)}
"""Type of job → the Python that runs it (AWS Glue user guide, "Migrating AWS Glue for Spark jobs to
AWS Glue version 5.0" and "Configuring job properties for Python shell jobs in AWS Glue")."""


@dataclass(frozen=True)
class PythonFault:
    """The first thing wrong with a script. `line` counts from 1; 0 is the script as a whole."""

    line: int
    message: str


def python_fault(text: str, version: tuple[int, int]) -> PythonFault | None:
    """What keeps a script from being Python of a version; None: nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, feature_version=version)
            # The parser alone lets pass what stands where it can't: a `return` in no function.
            compile(tree, "script", "exec", dont_inherit=True)
    except SyntaxError as error:
        return PythonFault(error.lineno or 0, error.msg)
    except ValueError as error:
        return PythonFault(0, str(error))
    except (MemoryError, RecursionError):
        return PythonFault(0, "it is nested too deeply")
    return None
