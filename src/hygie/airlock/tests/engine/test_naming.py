from hygie.airlock.engine.cleaner import Image, Output
from hygie.airlock.engine.naming import Accepted, final_names, images


def picture(patient="P", study="1.1", series="1.1.1", number=0):
    return Image(
        study_uid=study,
        series_uid=series,
        instance_uid=f"{series}.{number}",
        class_uid="1",
        patient_id=patient,
        instance_number=number,
    )


def output(image=None, suffix=".txt"):
    return Output(suffix=suffix, kind="text", pieces=(), image=image)


def test_names_follow_patients_studies_series_and_numbers():
    pictures = {
        "a": picture("P1", "1.1", "1.1.1", 5),
        "b": picture("P2", "2.1", "2.1.1", 1),
        "c": picture("P1", "1.1", "1.1.2", 1),
        "d": picture("P1", "1.2", "1.2.1", 1),
        "e": picture("P1", "1.1", "1.1.1", 4),
    }
    some = [
        Accepted(path=path, stored=None, name=path, output=output(image))
        for path, image in pictures.items()
    ]
    assert final_names(some) == {
        "a": "DICOM/PAT001/ST001/SE001/IM000002",
        "b": "DICOM/PAT002/ST001/SE001/IM000001",
        "c": "DICOM/PAT001/ST001/SE002/IM000001",
        "d": "DICOM/PAT001/ST002/SE001/IM000001",
        "e": "DICOM/PAT001/ST001/SE001/IM000001",
    }


def test_documents_keep_a_name_that_no_other_has():
    some = [
        Accepted(path=path, stored=None, name=path.rpartition("/")[2], output=output(None, ".pdf"))
        for path in ("x/Compte rendu.doc", "y/COMPTE RENDU.pdf", "z/.cache")
    ]
    assert list(final_names(some).values()) == [
        "DOCUMENTS/Compte rendu.pdf",
        "DOCUMENTS/COMPTE RENDU (2).pdf",
        "DOCUMENTS/cache.pdf",
    ]


def test_the_index_tells_each_instance_once_in_the_order_of_names():
    some = [
        Accepted(path=path, stored=None, name=path, output=output(picture(number=number)))
        for path, number in (("b", 2), ("a", 1), ("double", 1))
    ]
    some.append(Accepted(path="c", stored=None, name="c.txt", output=output()))
    told = images(some, final_names(some))
    assert [image.instance_number for _, image in told] == [1, 2]
