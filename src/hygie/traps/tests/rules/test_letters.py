from hygie.traps.rules.letters import Attachment, Letter, Link


def test_a_letter_can_be_compared_and_counted_once():
    one = Letter(links=(Link(url="a"),), attachments=(Attachment(name="b"),))
    assert one == Letter(links=(Link(url="a"),), attachments=(Attachment(name="b"),))
    assert len({one, Letter(links=(Link(url="a"),), attachments=(Attachment(name="b"),))}) == 1
