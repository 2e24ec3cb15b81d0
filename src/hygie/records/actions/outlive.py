"""The register written a second time, in the file that outlives the base.

No change of key and no copy put back touches that file: `restoring` reads it then. See
docs/decisions/0015.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hygie.records.models import Eliminated
from hygie.storage import outliving

_KEPT = ("number", "patient_id", "former_ids", "recognisers", "list_id", "rule", "signed_by_id",
         "confirmed_by_id", "counts")  # fmt: skip


def catch_up() -> int:
    """Write the lines of the register that the file does not have yet; gives how many.

    Between the two a process may be killed: whatever runs next writes what was missing.
    """
    missing = list(Eliminated.objects.filter(is_outlived=False).order_by("number"))
    for line in missing:
        content = {name: getattr(line, name) for name in _KEPT}
        content["eliminated_at"] = line.eliminated_at.isoformat()
        outliving.append([line.patient_id, *line.former_ids], content)
        Eliminated.objects.filter(pk=line.pk).update(is_outlived=True)
    return len(missing)


def line_from(content: dict[str, Any]) -> Eliminated:
    """A line of the register, read back from the file."""
    return Eliminated(
        **{name: content[name] for name in _KEPT},
        eliminated_at=datetime.fromisoformat(content["eliminated_at"]),
        is_outlived=True,
    )
