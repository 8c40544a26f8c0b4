from dashboard.presence import FRESH_SECONDS, Presence


def test_colleague_who_has_the_case_open_is_told_and_whoever_writes_more_so() -> None:
    here = Presence()

    here.looks("ann", "one", at=0)
    here.looks("lee", "one", at=1)
    here.writes("zoé", "one", at=2)

    assert here.others("ann", "one", at=3) == [("lee", False), ("zoé", True)]
    assert here.others("ann", "two", at=3) == []


def test_who_went_on_to_another_case_or_was_not_heard_of_is_gone() -> None:
    here = Presence()

    here.looks("lee", "one", at=0)
    here.looks("lee", "two", at=1)
    here.writes("zoé", "one", at=1)

    assert here.others("ann", "one", at=2) == [("zoé", True)]
    assert here.others("ann", "one", at=2 + FRESH_SECONDS) == []


def test_look_after_writing_still_tells_of_the_writing() -> None:
    here = Presence()

    here.writes("lee", "one", at=0)
    here.looks("lee", "one", at=60)

    assert here.others("ann", "one", at=61) == [("lee", True)]
    assert here.others("ann", "one", at=1 + FRESH_SECONDS) == [("lee", False)]
