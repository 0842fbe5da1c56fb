"""The controls of the frameworks that policies are evidence for.

A framework that has no control for a matter is named all the same, with `NONE_FITS`, so that nobody
takes it for one that was forgotten. CIS AWS 3.0.0 is about single settings of IAM users, S3, EBS,
RDS, EFS, CloudTrail, Config, KMS, VPCs and security groups: no set has one of its numbers, and a
policy about such a setting adds it. HIPAA and PCI DSS say nothing of cost or of where data lies;
PCI DSS, which guards against theft, nothing of backups and availability.

Sets of controls have a name, as most policies share one; a policy may add its own. The figures are
those of CIS AWS Foundations Benchmark 3.0.0, NIST SP 800-53 revision 5, the AICPA's Trust Services
Criteria 2017 (SOC 2), 45 CFR 164.308 to 164.312 (HIPAA) and PCI DSS 4.0.
"""

from __future__ import annotations

from collections.abc import Mapping

FRAMEWORKS: Mapping[str, str] = {
    "cis-aws": "CIS AWS Foundations Benchmark 3.0.0",
    "nist-800-53": "NIST SP 800-53 revision 5",
    "soc2": "SOC 2 (Trust Services Criteria 2017)",
    "hipaa": "HIPAA Security Rule, 45 CFR part 164",
    "pci-dss": "PCI DSS 4.0",
}

Controls = Mapping[str, tuple[str, ...]]
"""Framework → its controls; `NONE_FITS` where it was looked at and says nothing of the matter."""

NONE_FITS: tuple[str, ...] = ()


def combined(*sets: Controls) -> Controls:
    """All controls of several sets, each once, sorted; none fits where none of the sets has any."""
    together: dict[str, set[str]] = {}
    for controls in sets:
        for framework, numbers in controls.items():
            together.setdefault(framework, set()).update(numbers)
    return {name: tuple(sorted(together[name])) for name in FRAMEWORKS if name in together}


def told(controls: Controls) -> str:
    """Controls in words: `SOC 2 (…): CC6.1, CC6.7; none fits of PCI DSS 4.0`."""
    parts = [
        f"{FRAMEWORKS[name]}: {', '.join(numbers)}" for name, numbers in controls.items() if numbers
    ]
    none = [FRAMEWORKS[name] for name, numbers in controls.items() if not numbers]
    return "; ".join([*parts, *([f"none fits of {' or '.join(none)}"] if none else [])])


ENCRYPTION_AT_REST: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SC-12", "SC-28", "SC-28(1)"),
    "soc2": ("CC6.1", "CC6.7"),
    "hipaa": ("164.312(a)(2)(iv)",),
    "pci-dss": ("3.5.1", "3.6.1"),
}
ENCRYPTION_IN_TRANSIT: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SC-8", "SC-8(1)", "SC-23"),
    "soc2": ("CC6.1", "CC6.7"),
    "hipaa": ("164.312(e)(1)", "164.312(e)(2)(ii)"),
    "pci-dss": ("4.2.1",),
}
LEAST_PRIVILEGE: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AC-3", "AC-6", "AC-6(1)"),
    "soc2": ("CC6.1", "CC6.3"),
    "hipaa": ("164.308(a)(4)(ii)(C)", "164.312(a)(1)"),
    "pci-dss": ("7.2.1", "7.2.2"),
}
PUBLIC_ACCESS: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AC-3", "AC-21", "SC-7"),
    "soc2": ("CC6.1", "CC6.6"),
    "hipaa": ("164.312(a)(1)",),
    "pci-dss": ("1.3.1", "7.2.1"),
}
NETWORK: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AC-4", "SC-7", "SC-7(5)"),
    "soc2": ("CC6.6",),
    "hipaa": ("164.312(e)(1)",),
    "pci-dss": ("1.2.1", "1.3.1", "1.3.2"),
}
LOGGING: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AU-2", "AU-3", "AU-12"),
    "soc2": ("CC7.2",),
    "hipaa": ("164.312(b)",),
    "pci-dss": ("10.2.1",),
}
LOG_RETENTION: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AU-11",),
    "soc2": ("CC7.2",),
    "hipaa": ("164.312(b)", "164.316(b)(2)(i)"),
    "pci-dss": ("10.5.1",),
}
MONITORING: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SI-4", "AU-6"),
    "soc2": ("CC7.2", "A1.1"),
    "hipaa": ("164.308(a)(1)(ii)(D)",),
    "pci-dss": ("10.4.1",),
}
BACKUP: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("CP-9", "CP-10"),
    "soc2": ("A1.2",),
    "hipaa": ("164.308(a)(7)(ii)(A)",),
    "pci-dss": NONE_FITS,
}
AVAILABILITY: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("CP-9", "SC-5", "SC-36"),
    "soc2": ("A1.2",),
    "hipaa": ("164.308(a)(7)(i)",),
    "pci-dss": NONE_FITS,
}
INTEGRITY: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SI-7", "CP-9"),
    "soc2": ("PI1.5", "CC7.1"),
    "hipaa": ("164.312(c)(1)",),
    "pci-dss": ("10.3.4",),
}
RETENTION: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SI-12",),
    "soc2": ("C1.2",),
    "hipaa": NONE_FITS,
    "pci-dss": ("3.2.1",),
}
SECRETS: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("IA-5", "IA-5(7)"),
    "soc2": ("CC6.1",),
    "hipaa": ("164.312(d)",),
    "pci-dss": ("8.3.2", "8.6.2"),
}
KEY_MANAGEMENT: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SC-12", "SC-12(2)"),
    "soc2": ("CC6.1",),
    "hipaa": ("164.312(a)(2)(iv)",),
    "pci-dss": ("3.6.1", "3.7.4"),
}
SUPPORTED_SOFTWARE: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SA-22", "SI-2"),
    "soc2": ("CC7.1",),
    "hipaa": ("164.308(a)(1)(ii)(B)",),
    "pci-dss": ("6.3.3",),
}
INVENTORY: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("CM-8",),
    "soc2": ("CC6.1",),
    "hipaa": ("164.310(d)(2)(iii)",),
    "pci-dss": ("12.5.1",),
}
DATA_LOCATION: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SA-9(5)", "CM-7"),
    "soc2": ("C1.1",),
    "hipaa": NONE_FITS,
    "pci-dss": NONE_FITS,
}
SHARING: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AC-3", "AC-20", "AC-21"),
    "soc2": ("CC6.1", "CC6.3", "C1.1"),
    "hipaa": ("164.308(b)(1)", "164.312(a)(1)"),
    "pci-dss": ("7.2.1", "12.8.1"),
}
SENSITIVE_DATA: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("AC-3", "AC-16", "AC-23"),
    "soc2": ("CC6.1", "CC6.3", "P4.1"),
    "hipaa": ("164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.502(b)"),
    "pci-dss": ("3.4.1", "7.2.5"),
}
COST: Controls = {
    "cis-aws": NONE_FITS,
    "nist-800-53": ("SC-6",),
    "soc2": ("A1.1",),
    "hipaa": NONE_FITS,
    "pci-dss": NONE_FITS,
}
