from hygie.airlock.engine.papers.pdf import ACTIVE, INERT
from hygie.airlock.engine.papers.pdf_schema_inside import HARMLESS, PLAIN, SCHEMA, TOLD
from hygie.airlock.engine.papers.pdf_walk_inside import SPECIAL


def test_every_kind_that_is_named_is_described():
    named = {kind.strip("{}") for keys in SCHEMA.values() for kind in keys.values()}
    assert named - {PLAIN, "node", "xobject", *SPECIAL} <= SCHEMA.keys()


def test_what_runs_or_leads_out_has_no_place_in_any_kind():
    kept = {key for keys in SCHEMA.values() for key in keys}
    assert kept.isdisjoint({"AA", "OpenAction", "JS", "EF", "FS", "AF", "XFA", "AcroForm", "URI"})
    assert TOLD.keys().isdisjoint(kept)
    assert TOLD.keys().isdisjoint(HARMLESS)
    assert set(TOLD.values()) <= ACTIVE | INERT
