import pytest

from dashboard.fault_words import faults_in_words
from dashboard.words import Words
from repwatch import business
from repwatch.business import BusinessError
from repwatch.policies import PolicyError

TIMES = {"P1": "1h", "P2": "4h", "P3": "24h", "P4": "2d"}


def policy(*, hours: dict[str, object] | None = None, **rule: object) -> dict[str, object]:
    calendars = {"office": {"zone": "UTC", "monday": ["09:00-17:00"], **(hours or {})}}
    return {"calendars": calendars, "rules": [{"name": "all", "targets": TIMES, **rule}]}


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("policy", policy(targets=TIMES | {"P3": "soon"}), "Rule 1, First answer: “soon” is no length of time."),
        ("policy", policy(targets={"P1": "1h"}), "Rule “all” says no time for a first answer to P2, P3, P4."),
        ("policy", policy(brands=["finch"]), "The last rule is for every post"),
        ("policy", policy(calendars={"P1": "night"}), "Rule “all” runs in hours that are not there: night."),
        ("policy", policy(hours={"monday": ["9 to 5"]}), "Working hours “office”: “9 to 5” is no window."),
        ("policy", policy(hours={"monday": ["17:00-09:00"]}), "a window ends after it begins"),
        ("policy", policy(hours={"monday": []}), "hold no open hour at all"),
        ("policy", policy(hours={"holidays": ["Christmas"]}), "Days off: is no date."),
        ("policy", policy(hours={"country": "XX"}), "no holidays are known"),
        ("channel", {}, "Name of its credential: is needed."),
        ("channel", {"url_secret": "https://chat"}, "the name of the variable, not the address itself"),
        ("channel", {"url_secret": "chat", "quiet": "late"}, "“late” is no quiet time."),
        ("channel", {"url_secret": "chat", "digest_at": "dawn"}, "“dawn” is no time of day."),
        ("channel", {"url_secret": "chat", "zone": "Mars"}, "“Mars” is no time zone."),
        ("desk", {"on_breach": [{"level": 1}]}, "A rule goes to one of the levels that are named."),
        ("desk", {"claim_lasts": "long"}, "“long” is no length of time."),
        ("weights", {"p1": 1}, "P1 begins above P2, and P2 above P3."),
        ("spikes", {"levels": [2, 1]}, "The levels rise."),
        ("target", {"collector": "mastodon"}, "Say at least which brand"),
    ],
)
def test_faults_that_people_make_are_told_in_words_of_ours(kind: str, body: dict[str, object], expected: str) -> None:
    name = "default" if kind in {"policy", "desk", "weights", "spikes"} else "one"

    with pytest.raises((BusinessError, PolicyError)) as refused:
        business.check(kind, name, body)
    told = faults_in_words(str(refused.value), kind=kind, t=Words("en"))

    [fault] = told
    assert expected in fault


def test_fault_that_nobody_foresaw_stands_as_it_was_said() -> None:
    assert faults_in_words("the moon is full", kind="policy", t=Words("fr")) == [
        "Cela ne peut pas servir\N{NO-BREAK SPACE}: the moon is full"
    ]
