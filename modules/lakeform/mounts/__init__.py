"""What a user mounts a file system with: text for machines, containers and SageMaker.

Ids and names may be Terraform's references: the text then becomes an output, in which Terraform
fills in what AWS knows only after the file system is made. No template may therefore hold a `${` or
`%{` of its own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from lakeform.naming import shorten
from lakeform.render import render

Form = Literal["fstab", "user_data", "kubernetes", "sagemaker", "ecs"]

TEMPLATES: dict[Form, str] = {
    "fstab": "fstab.j2",
    "user_data": "user_data.sh.j2",
    "kubernetes": "kubernetes.yaml.j2",
    "sagemaker": "sagemaker.py.j2",
    "ecs": "ecs.json.j2",
}
"""Form → its template, below the folder of the kind of file system."""

MAX_LABEL = 16
"""Characters of a label of ext4 (mke2fs(8))."""


@dataclass(frozen=True)
class LustreMount:
    """A file system of FSx for Lustre.

    Attributes:
        mount_name: what AWS calls its root.
        subnet: where it lies, and clients had better be.
        security_group: of the clients.
        training_group: of SageMaker's jobs, which need AWS's services too.
        folders: paths that are linked to S3.
    """

    name: str
    id: str
    dns_name: str
    mount_name: str
    capacity_gib: int
    subnet: str
    security_group: str
    training_group: str
    folders: tuple[str, ...]

    @property
    def mount_point(self) -> str:
        """Where a machine mounts it."""
        return f"/mnt/{self.name}"


@dataclass(frozen=True)
class AccessPointMount:
    """An access point of EFS: its name, id and folder."""

    name: str
    id: str
    path: str


@dataclass(frozen=True)
class EfsMount:
    """A file system of EFS; without access points, its root is mounted."""

    name: str
    id: str
    subnets: tuple[str, ...]
    security_group: str
    training_group: str
    tls: bool
    iam: bool
    access_points: tuple[AccessPointMount, ...] = ()


@dataclass(frozen=True)
class EbsMount:
    """An EBS volume, in an availability zone."""

    name: str
    id: str
    size_gib: int
    zone: str

    @property
    def mount_point(self) -> str:
        """Where a machine mounts it."""
        return f"/mnt/{self.name}"


def lustre_texts(mount: LustreMount) -> dict[str, str]:
    """All forms of a file system of FSx for Lustre."""
    folders = [
        {"path": "" if path == "/" else path, "channel": path.strip("/").replace("/", "-")}
        for path in mount.folders
    ] or [{"path": "", "channel": "train"}]
    for folder in folders:
        folder["channel"] = folder["channel"] or "train"
    values = {**asdict(mount), "mount_point": mount.mount_point, "folders": folders}
    return _texts("lustre", values, ("fstab", "user_data", "kubernetes", "sagemaker", "ecs"))


def efs_texts(mount: EfsMount) -> dict[str, str]:
    """All forms of a file system of EFS: one place an access point, or one for its root."""
    places = [
        {
            "name": f"{mount.name}-{point.name}",
            "mount_point": f"/mnt/{mount.name}/{point.name}",
            "path": point.path,
            "access_point": point.id,
        }
        for point in mount.access_points
    ] or [
        {
            "name": mount.name,
            "mount_point": f"/mnt/{mount.name}",
            "path": "/",
            "access_point": "",
        }
    ]
    values = {
        **asdict(mount),
        "places": places,
        "options": ["iam"] if mount.iam else [],
    }
    return _texts("efs", values, ("fstab", "user_data", "kubernetes", "sagemaker", "ecs"))


def ebs_texts(mount: EbsMount) -> dict[str, str]:
    """All forms of an EBS volume. SageMaker can't mount one of yours."""
    values = {
        **asdict(mount),
        "mount_point": mount.mount_point,
        "label": shorten(mount.name, MAX_LABEL),
    }
    return _texts("ebs", values, ("fstab", "user_data", "kubernetes", "ecs"))


def _texts(kind: str, values: dict[str, object], forms: tuple[Form, ...]) -> dict[str, str]:
    """Render all forms; user data writes the lines of fstab."""
    lines = render(f"mounts/{kind}/{TEMPLATES['fstab']}", values)
    fstab: object = lines.splitlines() if kind == "efs" else lines.strip()
    return {
        form: render(f"mounts/{kind}/{TEMPLATES[form]}", {**values, "fstab": fstab})
        for form in forms
    }
