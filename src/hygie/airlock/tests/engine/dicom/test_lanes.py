from hygie.airlock.engine.cleaner import Cleaned
from hygie.airlock.engine.dicom.lanes import CompressedLane, DocumentLane
from hygie.airlock.engine.dicom.native import WALK, DicomCleaner
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.job import Job

DECODE = Job(place="hygie.airlock.engine.pixels.decode_inside:read", answers={})
STRIP = Job(place="hygie.airlock.engine.papers.pdf_inside:read", answers={})
WITHHELD = Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="common.no_lane"),))


class Frames:
    jobs = (DECODE,)

    def clean(self, file, header, *, asking):
        return WITHHELD


class Papers:
    jobs = (STRIP, DECODE)

    def clean_bytes(self, content, *, asking):
        return WITHHELD


def test_the_cleaner_asks_for_each_job_of_its_lanes_once():
    frames: CompressedLane = Frames()
    papers: DocumentLane = Papers()
    cleaner = DicomCleaner(compressed=frames, documents={"pdf": papers})
    assert cleaner.jobs == (WALK, DECODE, STRIP)
    assert DicomCleaner().jobs == (WALK,)
