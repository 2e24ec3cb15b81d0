"""`hygie patients import`: a list read at the terminal, or by a script of the practice."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.patients import exporting, importing, lists
from hygie.patients.importing import Report
from hygie.patients.lists import Choice
from hygie.patients.rules import columns
from hygie.patients.rules import mapping as mappings

BAR_SIGNS = 30
TELL_EVERY_S = 0.2
REFUSED_TOLD = 20


def run(
    path: Path, *, mapping: Path | None, refused: Path | None, sheet: str, is_dry: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Import a file; 0 when it was done, even with refused lines.

    Args:
        path: the list.
        mapping: what its columns mean; written by a dry run when it is not there.
        refused: where to write the refused lines.
        sheet: of a workbook.
        is_dry: say what would be done, do nothing.
        as_json: for a script.

    Raises:
        HygieError: nothing could be imported.
    """
    if refused is not None and refused.exists():
        raise HygieError("cli.exists", f"{refused} existe déjà. Rien n’a été importé.")
    choice = lists.look_into(path, file_name=path.name, sheet=sheet)
    choice = _meant(choice, mapping, is_dry=is_dry)
    bar = Bar(choice.table.total, is_shown=sys.stderr.isatty() and not as_json)
    try:
        report = importing.import_list(choice, progress=bar.tell, keeps=not is_dry)
    finally:
        bar.erase()
    if refused is not None and report.refused:
        content = b"".join(lists.refused_lines(choice, report.refused))
        files.write_atomically(refused, content)
    if as_json:
        print(json.dumps(_as_json(choice, report, is_dry), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(choice, report, is_dry)))
    return 0


def _meant(choice: Choice, mapping: Path | None, *, is_dry: bool) -> Choice:
    if mapping is None:
        return choice.meaning(choice.codes, source_label=choice.source_label)
    if is_dry and not mapping.exists():
        text = mappings.written(choice.headers, choice.codes, choice.source_label)
        files.write_atomically(mapping, text.encode(), mode=0o644)
        return choice.meaning(choice.codes, source_label=choice.source_label)
    try:
        text = mapping.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise HygieError(
            "patients.mapping",
            f"Le fichier {mapping} n’a pas pu être lu. Rien n’a été importé.",
            advice="Faites-en écrire un par «\u00a0--dry-run --mapping FICHIER\u00a0».",
        ) from error
    is_json = mapping.suffix.lower() == ".json"
    codes, source_label = mappings.read(text, choice.headers, is_json=is_json)
    return choice.meaning(codes, source_label=source_label)


def export(path: Path) -> int:
    """Write every patient in a CSV, in clear; told in the journal before it is written.

    Raises:
        HygieError: `cli.exists`, `patients.export_inside`, or the disk's errors.
    """
    if path.exists():
        raise HygieError("cli.exists", f"{path} existe déjà. Rien n’a été exporté.")
    if path.resolve().is_relative_to(files.home().resolve()):
        raise HygieError(
            "patients.export_inside",
            "Ce dossier est celui de Hygie, où tout est chiffré\u00a0: une liste en clair n’y a "
            "pas sa place. Rien n’a été exporté.",
            advice="Choisissez un autre dossier.",
        )
    count = exporting.export_list(path)
    print(f"Patients écrits dans {path}\u00a0: {count}.")
    print("Ce fichier n’est pas chiffré\u00a0: supprimez-le dès qu’il a servi.")
    return 0


class Bar:
    """How far the reading is, on one line that is erased at the end."""

    def __init__(self, total: int, *, is_shown: bool) -> None:
        self._total, self._is_shown, self._told_at = max(1, total), is_shown, 0.0

    def tell(self, done: int) -> None:
        """Draw it again, not too often."""
        now = time.monotonic()
        if not self._is_shown or now - self._told_at < TELL_EVERY_S:
            return
        self._told_at = now
        share = min(1.0, done / self._total)
        signs = "█" * round(share * BAR_SIGNS)
        sys.stderr.write(f"\r{signs:·<{BAR_SIGNS}} {share:4.0%}")
        sys.stderr.flush()

    def erase(self) -> None:
        """Leave the line as it was."""
        if self._is_shown:
            sys.stderr.write(f"\r{'':{BAR_SIGNS + 6}}\r")
            sys.stderr.flush()


def _as_json(choice: Choice, report: Report, is_dry: bool) -> dict[str, Any]:
    return {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": [{"line": one.line, "reason": one.reason} for one in report.refused],
        "possible_duplicates": report.doubts,
        "left_aside": dict(report.notes.most_common()),
        "remarks": list(choice.table.remarks),
        "columns": dict(zip(mappings.keys_of(choice.headers), choice.codes, strict=True)),
        "source": choice.source_label,
        "dry_run": is_dry,
    }


def _lines(choice: Choice, report: Report, is_dry: bool) -> list[str]:
    meanings = columns.meanings()
    lines = [*choice.table.remarks]
    if is_dry:
        lines.append("Essai\u00a0: rien n’a été enregistré. Sens des colonnes\u00a0:")
        pairs = zip(mappings.keys_of(choice.headers), choice.codes, strict=True)
        lines += [f"  {key}\u00a0: {meanings.get(code, 'pas lue')}" for key, code in pairs]
    lines.append(
        f"Créés\u00a0: {report.created}. Mis à jour\u00a0: {report.updated}. "
        f"Inchangés\u00a0: {report.unchanged}. Refusés\u00a0: {len(report.refused)}."
    )
    if report.doubts:
        lines.append(f"Doublons possibles à décider dans Hygie\u00a0: {report.doubts}.")
    lines += [
        f"Laissé de côté, {count} fois\u00a0: {n}." for n, count in report.notes.most_common()
    ]
    lines += [f"Ligne {one.line} refusée. {one.reason}" for one in report.refused[:REFUSED_TOLD]]
    if len(report.refused) > REFUSED_TOLD:
        lines.append("Toutes les lignes refusées\u00a0: «\u00a0--refused FICHIER\u00a0».")
    return lines
