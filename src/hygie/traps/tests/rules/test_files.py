import pytest

from hygie.traps.rules import files
from hygie.traps.rules.letters import Attachment, Letter


def codes(**told):
    return [one.code for one in files.seen(Letter(attachments=(Attachment(**told),)))]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"name": "résultats.pdf", "kind": "pdf"}, []),
        ({"name": "courrier.docx", "kind": "zip"}, []),
        ({"name": "photo.png", "kind": "jpeg"}, []),
        ({"name": "scan"}, []),
        ({"name": "facture.exe"}, ["file_runs"]),
        ({"name": "facture.pdf.exe"}, ["file_disguised"]),
        ({"name": "facture.pdf   .js. "}, ["file_disguised"]),
        ({"name": "facture.pdf", "kind": "exe"}, ["file_disguised"]),
        ({"name": "facture\u202efdp.exe"}, ["file_disguised"]),
        ({"name": "facture.pdf", "kind": "zip"}, ["file_disguised"]),
        ({"name": "connexion.html", "kind": "html"}, ["file_page"]),
        ({"name": "message.pdf", "kind": "html"}, ["file_page"]),
        ({"name": "bon.xlsm", "kind": "macro"}, ["file_macro"]),
        ({"name": "bon.doc", "kind": "macro"}, ["file_macro"]),
        ({"name": "colis.iso"}, ["file_image_disc"]),
        ({"name": "x.zip", "kind": "zip", "is_encrypted": True}, ["file_locked"]),
        ({"name": "x.zip", "kind": "zip", "holds": ("a/lire.js",)}, ["file_holds_program"]),
        ({"name": "x.zip", "kind": "zip", "holds": ("a/radio.jpg",)}, []),
    ],
)
def test_a_file_is_judged_by_what_it_is(told, expected):
    assert codes(**told) == expected
