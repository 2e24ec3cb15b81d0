from hygie.airlock.engine.cleaner import Cleaned
from hygie.airlock.engine.dicom.lanes import CompressedLane, DocumentLane
from hygie.airlock.engine.dicom.native import WALK, DicomCleaner
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.job import Job

DECODE = Job(place="hygie.airlock.engine.pixels.decode_inside:read", answers={})
WITHHELD = Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="common.no_lane"),))


class Frames:
    jobs = (DECODE,)

    def clean(self, file, header, *, asking):
        return WITHHELD


def papers(content, asking):
    return WITHHELD


def test_the_cleaner_brings_the_jobs_of_its_frames_and_leaves_documents_to_their_own():
    frames: CompressedLane = Frames()
    document: DocumentLane = papers
    cleaner = DicomCleaner(compressed=frames, documents={"pdf": document})
    assert cleaner.jobs == (WALK, DECODE)
    assert DicomCleaner().jobs == (WALK,)
