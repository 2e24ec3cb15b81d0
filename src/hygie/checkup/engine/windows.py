"""The two doors that only Windows has: its registry and PowerShell. Both need no administrator."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from hygie.core import process
from hygie.core.errors import HygieError

POWERSHELL_TIMEOUT_S = 8.0
# Windows PowerShell writes in the console's code page unless told otherwise.
_IN_UTF8 = "[Console]::OutputEncoding=[Text.Encoding]::UTF8;$ErrorActionPreference='Stop';"


def registry_value(key: str, name: str) -> str | int | None:
    """A value under HKEY_LOCAL_MACHINE; None where it is absent or this is not Windows."""
    if sys.platform != "win32":
        return None
    import winreg

    access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, access=access) as opened:
            value, _ = winreg.QueryValueEx(opened, name)
    except OSError:
        return None
    return value if isinstance(value, str | int) else None


def powershell(run: Callable[..., process.Result], script: str) -> Any:
    """What a PowerShell script answers in JSON.

    Raises:
        HygieError: as `process.run`, or `checkup.powershell` when it failed or is not JSON.
    """
    result = run(
        ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _IN_UTF8 + script],
        timeout_s=POWERSHELL_TIMEOUT_S,
    )
    try:
        if result.code != 0:
            raise ValueError(result.code)
        return json.loads(result.text.lstrip("\ufeff") or "null")
    except ValueError as error:
        raise HygieError("checkup.powershell", "Windows n’a pas su répondre.") from error


def as_list(answer: Any) -> list[dict[str, Any]]:
    """The objects of an answer: ConvertTo-Json writes a lone object without its list."""
    found = answer if isinstance(answer, list) else [answer]
    return [one for one in found if isinstance(one, dict)]
