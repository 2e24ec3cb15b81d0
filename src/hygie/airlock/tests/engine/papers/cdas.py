"""Clinical documents made for tests; the patient is a published test identity."""

import base64
import io

from PIL import Image

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:lab="urn:oid:1.3.6.1.4.1.19376.1.3.2"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<recordTarget><patientRole><patient><name><family>PAT-TROIS</family>"
    "<given>DOMINIQUE</given></name></patient></patientRole></recordTarget>"
)


def document(body="", *, head=HEAD) -> bytes:
    return f"{head}<component>{body}</component></ClinicalDocument>".encode()


def section(narrative="<paragraph>Sans particularité</paragraph>", entry="") -> bytes:
    return document(f"<section><title>É &amp; È</title><text>{narrative}</text>{entry}</section>")


def carrying(content: bytes, media="application/pdf", more="") -> bytes:
    encoded = base64.encodebytes(content).decode()
    text = f'<text mediaType="{media}" representation="B64"{more}>{encoded}</text>'
    return document(f"<nonXMLBody>{text}</nonXMLBody>")


def picture(form="PNG", mode="RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (20, 10), 1).save(target, form, comment=b"hidden")
    return target.getvalue()


_INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="evil"/>'
_SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">evil</Signature>'

# What must be taken out: (code, document).
CARRIERS = [
    ("stylesheet", section().replace(b"?>\n", b'?>\n<?xml-stylesheet href="x.xsl"?>', 1)),
    ("event", section('<table onmouseover="alert(1)"><tbody/></table>')),
    ("link", section('<linkHtml href="http://example.org/evil">ici</linkHtml>')),
    ("link", section('<linkHtml href=" java\tscript:evil">ici</linkHtml>')),
    ("link", section(entry='<entry><reference value="file:///evil"/></entry>')),
    ("foreign", section("<script>evil()</script>")),
    ("foreign", section('<x:script xmlns:x="http://www.w3.org/1999/xhtml">evil</x:script>')),
    ("foreign", section(entry=_INCLUDE)),
    ("foreign", section(entry='<IFRAME src="evil"/>')),
    ("signature", section(entry=_SIGNATURE)),
    ("embedded", carrying(b"MZ evil", "application/x-msdownload")),
    ("embedded", carrying(b"MZ evil", "image/png")),
    ("embedded", carrying(b"x\x9c evil", more=' compression="DF"')),
]  # fmt: skip
