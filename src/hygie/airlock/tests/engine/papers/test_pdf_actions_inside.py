from pikepdf import Array, Dictionary, Name

from hygie.airlock.engine.papers.pdf_actions_inside import is_jump, named, told, triggered
from hygie.airlock.tests.engine.papers.pdfs import script


def test_an_action_is_told_by_what_it_would_do_with_those_that_follow():
    launch = Dictionary(S=Name.Launch, Next=Array([script(), Dictionary(S=Name("/New"))]))
    assert told(launch) == {"launch": 1, "javascript": 1, "action": 1}
    assert told(Array([])) == {}


def test_a_chain_of_actions_is_followed_so_far():
    loop = Dictionary(S=Name.URI)
    loop.Next = loop
    assert told(loop).total() <= 64


def test_events_that_say_nothing_are_still_actions():
    assert triggered(Dictionary(O=script())) == {"javascript": 1}
    assert triggered(Dictionary()) == {"action": 1}


def test_only_a_place_in_the_same_document_is_a_jump():
    assert is_jump(Dictionary(S=Name.GoTo))
    assert not any(map(is_jump, [script(), None, Array([]), Dictionary()]))


def test_what_a_tree_names_is_counted():
    leaf = Dictionary(Names=Array(["a", 1, "b", 2]))
    assert named(Dictionary(Kids=Array([leaf, leaf]))) == 4
    assert named(Dictionary()) == 1
