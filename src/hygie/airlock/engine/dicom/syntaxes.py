"""Transfer syntaxes that are not taken, and what each refusal of the walk means."""

from __future__ import annotations

from hygie.airlock.rules.verdicts import Verdict

_JPEG = "1.2.840.10008.1.2.4."
# The pixels are fetched from a server that the file names: never done.
_FETCHED = {f"{_JPEG}{n}" for n in (94, 95, 204, 205)}
_VIDEO = {f"{_JPEG}{n}" for n in range(100, 109)} | {f"{_JPEG}{n}.1" for n in range(100, 107)}
_LIVE = "1.2.840.10008.1.2.7."
# One deflate stream a frame (2024): no reader of a practice knows it yet.
_DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1"

REFUSALS = {
    "dicom.program": Verdict.DANGEROUS,
    "dicom.broken": Verdict.UNVERIFIABLE,
    "dicom.truncated": Verdict.UNVERIFIABLE,
    "dicom.geometry": Verdict.UNVERIFIABLE,
    "dicom.pixels_short": Verdict.UNVERIFIABLE,
    "dicom.syntax": Verdict.UNVERIFIABLE,
    "dicom.no_frames": Verdict.UNVERIFIABLE,
    "dicom.too_deep": Verdict.UNVERIFIABLE,
    "dicom.too_many": Verdict.UNVERIFIABLE,
    "dicom.too_long_header": Verdict.UNVERIFIABLE,
    "dicom.too_long_to_turn": Verdict.UNVERIFIABLE,
    "dicom.bomb": Verdict.UNVERIFIABLE,
    "dicom.carrier_left": Verdict.UNVERIFIABLE,
}


def refusal(syntax: str) -> str:
    """Code of the reason why files of this transfer syntax are withheld, or ""."""
    if syntax in _FETCHED:
        return "dicom.fetched"
    if syntax in _VIDEO or syntax.startswith(_LIVE):
        return "dicom.video"
    if syntax == _DEFLATED_FRAMES:
        return "dicom.rare_syntax"
    return ""
