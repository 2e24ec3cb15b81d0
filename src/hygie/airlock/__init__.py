"""The airlock ("le sas"): a patient's key or disc goes in, only what was rebuilt comes out.

For whoever is handed images by a patient. Its door: `hygie airlock`, and "Sas" in the menu. The
source is read once and never written; its parsers run in `hygie.sandbox`; nothing of it is ever
executed. It never says "sans virus": it says what it rebuilt, removed and withheld, and why.
"""

# How the command tells the station's settings which folders to offer beside what is plugged in.
FOLDERS = "HYGIE_AIRLOCK_FOLDERS"
