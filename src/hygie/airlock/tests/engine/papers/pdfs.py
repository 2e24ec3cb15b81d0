"""PDF files that carry what an attacker, or an honest program, puts in them. All inert."""

import io
import re
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

DRAWING = b"BT /F1 24 Tf 72 700 Td (Bonjour) Tj ET"


def new(pages=1) -> Pdf:
    """Pages that say "Bonjour"."""
    pdf = Pdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1].obj
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(DRAWING)
    return pdf


def saved(pdf: Pdf, **options) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def plain(pages=1) -> bytes:
    return saved(new(pages))


def script(text="app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text))


def note(pdf, subtype, **more):
    """Put an annotation on the first page."""
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[10, 10, 60, 60], **more
    )
    page = pdf.pages[0].obj
    page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(annotation)])
    return annotation


def with_field(pdf, **more):
    """A text field that says "Dupont"."""
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nom"),
                   V=String("Dupont"), DA=String("/Helv 12 Tf 0 g"), Rect=[72, 600, 300, 630],
                   F=4, **more)
    )  # fmt: skip
    helv = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DA=String("/Helv 12 Tf 0 g"),
        DR=Dictionary(Font=Dictionary(Helv=helv)),
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    return field


def _opening(pdf):
    pdf.Root.OpenAction = script()


def _events(pdf):
    pdf.Root.AA = Dictionary(WC=script())
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("calc.exe")))


def _named_script(pdf):
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def _attachment(pdf):
    pdf.attachments["facture.exe"] = b"MZ inert"


def _attached_note(pdf):
    note(pdf, "FileAttachment", FS=Dictionary(Type=Name.Filespec, F=String("x.exe")))


def _links(pdf):
    note(pdf, "Link", A=Dictionary(S=Name.URI, URI=String("http://example.org")))
    note(pdf, "Link", A=Dictionary(S=Name.GoToR, F=String("//server/share")))
    note(pdf, "Link", A=Dictionary(S=Name.SubmitForm, F=String("http://example.org")))


def _chained(pdf):
    jump = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=script())
    note(pdf, "Link", A=jump)


def _media(pdf):
    for subtype in ("RichMedia", "Movie", "Sound", "Screen", "3D"):
        note(pdf, subtype)


def _dynamic_form(pdf):
    with_field(pdf, AA=Dictionary(K=script()))
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


def _outside_stream(pdf):
    content = pdf.make_stream(b"")
    content.F = String("http://example.org/page")
    pdf.pages[0].obj.Contents = content


def _printer_program(pdf):
    form = Stream(pdf, b"(x) run", Type=Name.XObject, Subtype=Name.PS)
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=form)


def _hidden_in_a_font(pdf):
    font = pdf.pages[0].obj.Resources.Font.F1
    font.Cache = pdf.make_stream(b"MZ inert payload")


def _hidden_page(pdf):
    lost = pdf.make_indirect(Dictionary(Type=Name.Page, AA=Dictionary(O=script())))
    pdf.Root.Dests = Dictionary(x=Array([lost, Name.Fit]))


def _orphan(pdf):
    pdf.Root["/Zz"] = pdf.make_stream(b"PK\3\4 inert")
    return re.sub(rb"/Zz \d+ 0 R", lambda found: b" " * len(found[0]), saved(pdf))


def _hidden_after_data(pdf):
    content = zlib.compress(DRAWING) + b"PK\3\4 inert"
    pdf.pages[0].obj.Contents.write(content, filter=Name.FlateDecode)
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _revised(pdf):
    first = saved(pdf)
    start = first.rsplit(b"startxref", 1)[1].split()[0]
    return first + b"\ntrailer << /Prev " + start + b" >>\nstartxref\n" + start + b"\n%%EOF\n"


CARRIERS = {
    "javascript": [_opening, _named_script, _dynamic_form, _events, _chained],
    "launch": [_events],
    "attachment": [_attachment, _attached_note],
    "link": [_links],
    "elsewhere": [_links],
    "submit": [_links],
    "media": [_media],
    "xfa": [_dynamic_form],
    "form": [_dynamic_form],
    "external": [_outside_stream],
    "unknown": [_printer_program, _hidden_in_a_font],
    "orphan": [_orphan],
    "hidden": [_hidden_after_data],
    "revisions": [_revised],
    "before": [lambda pdf: b"#!/bin/sh\nexit\n" + saved(pdf)],
    "after": [lambda pdf: saved(pdf) + b"PK\3\4 and a whole archive PK\5\6"],
}


def carriers():
    """(code, content) for each thing that is to be removed."""
    for code, makers in CARRIERS.items():
        for make in makers:
            pdf = new()
            yield code, make(pdf) or saved(pdf)


# Words that must not be found in an output, once its streams are inflated.
RESIDUES = (
    b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/URI",
    b"/GoToR", b"/SubmitForm", b"/XFA", b"/RichMedia", b"/Filespec", b"example.org", b"MZ inert",
    b"PK\3\4", b"/AcroForm", b"calc.exe", b"/bin/sh",
)  # fmt: skip


def inflated(content: bytes) -> bytes:
    """The same document with every object in the open."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return saved(pdf, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def text(content: bytes) -> str:
    """What its pages say, drawn by another library than the one that rebuilt them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
