from hygie.airlock.engine import usb
from hygie.airlock.tests.trees import Tree


def test_a_device_taken_out_meanwhile_says_nothing(tmp_path):
    gone = tmp_path / "parti"
    assert usb.functions(gone) == set()
    assert usb.text(gone / "product") == ""
    assert usb.number(gone / "size") == 0
    assert usb.holder_of(gone) is None


def test_a_kernel_that_tells_no_duration_accuses_what_is_on_the_same_hub(tmp_path):
    tree = Tree(tmp_path)
    tree.usb("usb1/1-3", classes=["09/00"], connected_ms="")
    interface = tree.usb("usb1/1-3/1-3.1", classes=["08/50"], connected_ms="")
    tree.usb("usb1/1-3/1-3.2", classes=["03/01"], connected_ms="")
    holder = (tree.root / interface).parent
    said = usb.described(holder, root=tree.root)
    assert (said.plugged_s, said.companions) == (None, ("keyboard",))


def test_a_huge_file_of_the_kernel_is_not_read_whole(tmp_path):
    (tmp_path / "product").write_bytes(b"\xff" * 10_000)
    assert len(usb.text(tmp_path / "product")) == usb.MAX_LETTERS
