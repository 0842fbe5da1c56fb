"""The rotation period of KMS keys: kms:EnableKeyRotation, GetKeyRotationStatus.

moto keeps only whether a key rotates; the period is AWS's default of 365 days unless given.
"""

from __future__ import annotations

import datetime
import json

from moto.kms.responses import KmsResponse

from lakeform.local.gaps.gap import Gap, body_of, replace, state_of

_DEFAULT_DAYS = 365


def apply() -> None:
    enable = KmsResponse.enable_key_rotation
    status = KmsResponse.get_key_rotation_status

    def enable_key_rotation(self: KmsResponse) -> str:
        answer = enable(self)
        days = body_of(self).get("RotationPeriodInDays", _DEFAULT_DAYS)
        _periods(self)[_key_id(self)] = days
        return answer

    def get_key_rotation_status(self: KmsResponse) -> str:
        answer = json.loads(status(self))
        key_id = _key_id(self)
        answer["KeyId"] = key_id
        if answer["KeyRotationEnabled"]:
            days = _periods(self).get(key_id, _DEFAULT_DAYS)
            next_rotation = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=days)
            answer |= {"RotationPeriodInDays": days, "NextRotationDate": next_rotation.timestamp()}
        return json.dumps(answer)

    replace(KmsResponse, enable_key_rotation=enable_key_rotation)
    replace(KmsResponse, get_key_rotation_status=get_key_rotation_status)


def _periods(self: KmsResponse) -> dict[str, int]:
    return state_of(self.kms_backend, dict, "rotation_periods")


def _key_id(self: KmsResponse) -> str:
    return self.kms_backend.get_key_id(body_of(self)["KeyId"])


GAP = Gap(
    name="KMS rotation periods",
    resources=("aws_kms_key",),
    corrected=("kms:EnableKeyRotation", "kms:GetKeyRotationStatus"),
    apply=apply,
)
