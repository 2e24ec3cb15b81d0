from hygie.airlock.engine.papers.xml_writing_inside import Writer


def test_words_and_values_cannot_become_marks():
    writer = Writer({"urn:b": "b"}, default="urn:a")
    writer.start("{urn:a}x", {"{urn:b}y": '"<&\n', "z": "1"}, is_root=True)
    writer.text("<script>&")
    writer.base64(b"ABC")
    writer.end("{urn:a}x")
    assert b"".join(writer.pieces()).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<x xmlns="urn:a" xmlns:b="urn:b"'
        ' b:y="&quot;&lt;&amp;&#10;" z="1">&lt;script&gt;&amp;QUJD</x>'
    )


def test_prefixes_are_kept_unless_two_namespaces_share_one():
    writer = Writer({"urn:b": "b", "urn:c": "b", "urn:d": "xml", "urn:e": "x:y"}, default="urn:a")
    for name in "bcde":
        writer.start(f"{{urn:{name}}}x", {})
    assert writer.pieces()[0].endswith(b"<b:x><ns3:x><ns4:x><ns5:x>")


def test_a_place_divides_what_is_written():
    writer = Writer({}, default="")
    writer.text("a")
    writer.place()
    writer.text("b")
    assert [piece[-1:] for piece in writer.pieces()] == [b"a", b"b"]
