"""What is read before anybody looks is read one by one, and no further once the console stops."""

from dashboard import remembering, warming


def test_nothing_more_is_read_after_the_console_stops() -> None:
    warming._over.clear()
    read: list[str] = []
    looks = iter([lambda: read.append("first"), warming.stop, lambda: read.append("too late")])

    warming._go_on(looks)
    for _ in range(3):
        remembering._worker().submit(lambda: None).result()

    assert read == ["first"]
