"""The register written a second time, beside the base."""

from hygie.records.actions import outlive
from hygie.records.models import Eliminated
from hygie.records.tests.people import eliminated, somebody
from hygie.storage import outliving


def test_a_line_goes_there_and_back(fresh, benoit):
    her = somebody(local_id="Z9")
    eliminated(her, by=benoit)
    kept = Eliminated.objects.get()
    (line,) = outliving.lines()
    assert line.marks == (outliving.mark_of(her.pk),)
    read = outlive.line_from(line.content)
    same = [field.attname for field in Eliminated._meta.fields]
    assert {name: getattr(read, name) for name in same} == {
        name: getattr(kept, name) for name in same
    }


def test_it_holds_no_name(fresh, benoit):
    eliminated(somebody("ZWYXQUEBOURG", local_id="Z9"), by=benoit)
    (line,) = outliving.lines()
    assert "ZWYX" not in str(line.content)
    assert "1930" not in str(line.content)
