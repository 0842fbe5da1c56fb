"""Each policy catches the change of our own plan that its test names, and only those it names do."""

import importlib.util
import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from mutation import Mutation, mutated

from lakeform.app import plan_environment
from lakeform.gate import Case, Outcome, Policy, Settings, load_policies
from lakeform.plan import Planned, load
