"""What an answer says of one person is in no reply that is made from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.private_data import private_data
from triage.unnaming import without_persons

NAMES = ["Julie Tremblay", "julie_t"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello Julie, I am sorry.", "Hello {{ name }}, I am sorry."),
        ("Hello Julie Tremblay!", "Hello {{ name }}!"),
        ("Ms Tremblay, we are on it.", "Ms {{ name }}, we are on it."),
        ("@julie_t we are on it", "{{ name }} we are on it"),
        ("@JULIE_T@social.example we are on it", "{{ name }} we are on it"),
        ("Ask @shop_help or @paul@other.example", "Ask {{ fill('account name') }} or {{ fill('account name') }}"),
        ("Your order #48213377 is on its way", "Your {{ fill('order number') }} is on its way"),
        ("Write to julie.t@post.example", "Write to {{ fill('e-mail address') }}"),
        ("We call 514-555-0188 at noon", "We call {{ fill('telephone number') }} at noon"),
        ("We write by [▸ a time you can keep].", "We write by {{ fill('a time you can keep') }}."),
        ("I look into it. — Ann", "I look into it. — {{ agent }}"),
        ("I look into it. \u2013 Maëlle", "I look into it. \u2013 {{ agent }}"),
        ("I look into it. ^LB", "I look into it. ^{{ agent }}"),
        ("We write by [▸ a time\nSee you", "We write by {{ fill('a time') }}\nSee you"),
        ("The julienne is fresh, and will be.", "The julienne is fresh, and will be."),
        ("Price: {{ cost }} {% if x %}", "Price:  cost   if x"),
        ("Bonjour {Julie}, merci.", "Bonjour {{ name }}, merci."),
        ("{}}{ 7 }{{}", "7"),
        (
            "We write by [▸ the hour that Julie named, order 48213377].",
            "We write by {{ fill('the hour that … named, order number') }}.",
        ),
    ],
)
def test_who_and_what_it_named_become_places(text: str, expected: str) -> None:
    assert without_persons(text, lang="en", names=NAMES, agent="Ann") == expected


def test_places_are_named_in_the_language_of_the_reply() -> None:
    made = without_persons("Votre commande 48213377 part demain, Julie.", lang="fr", names=NAMES)

    assert made == "Votre {{ fill('numéro de commande') }} part demain, {{ name }}."


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "I refund the $60 today, and 10 % more.", "I refund the {amount} today, and {amount} more."),
        ("en", "Ref AB-1234 ships on 3 May, by 5 p.m. Sorry.", "Ref {number} ships on {day}, by {time of day}. Sorry."),
        ("en", "Hi Sarah, Friday the 14th at 17:30.", "Hi {{ name }}, {day} at {time of day}."),
        ("en", "It takes 3 to 5 days, 2 of 3 say. See https://shop.example/a/12345.", None),
        ("fr", "Chère Nadia, jeudi 14 mai à 17 h 30.", "Chère {{ name }}, {jour} à {heure}."),
        ("fr", "Les 45,50 $ du dossier 4471 partent le 3.", "Les {montant} du dossier {numéro} partent le {jour}."),
        ("fr", "Bonjour Mme Łukasiewicz, EUR 45 vous reviennent.", "Bonjour {{ name }}, {montant} vous reviennent."),
        ("fr", "Bonjour Madame, bonjour à tous.", None),
        ("en", "Hello again, we are on it.", None),
        ("fr", "Il faut 2 à 3 semaines, et mars est loin.", None),
        ("en", "Thank you Marc, it is done.", "Thank you {{ name }}, it is done."),
        ("en", "We thank you so much Priya Shah for the photos.", "We thank you so much {{ name }} for the photos."),
        ("en", "I hear you, Sarah. It is done, Lina!", "I hear you, {{ name }}. It is done, {{ name }}!"),
        ("fr", "Merci Sophie, nous regardons.", "Merci {{ name }}, nous regardons."),
        ("fr", "Merci beaucoup Sophie pour les photos.", "Merci beaucoup {{ name }} pour les photos."),
        ("fr", "C'est réglé, Lina !", "C'est réglé, {{ name }} !"),
        (
            "en",
            "Thank you Team, thanks again. It takes 24 hours on Windows 11 with the PS5. Best wishes, Support.",
            None,
        ),
        ("fr", "Merci Madame, on regarde sous 24 heures. Comptez 2 heures de route ; le code postal suffit.", None),
        ("en", "Use SAVE20 at the till, by nine o'clock.", "Use {code} at the till, by {time of day}."),
        ("en", "Your voucher is SUMMER, the code: XK-7YT.", "Your voucher is {code}, the code: {code}."),
        (
            "fr",
            "Le code NOEL vaut à 9 heures et à neuf heures et demie.",
            "Le code {code} vaut à {heure} et à {heure}.",
        ),
    ],
)
def test_figures_of_one_customer_are_shown_to_no_other(lang: str, text: str, expected: str | None) -> None:
    made = without_persons(text, lang=lang, names=["garth77"], has_figures=False)

    assert re.sub(r"\{\{ fill\('(.*?)'\) \}\}", r"{\1}", made) == (expected or text)


def test_a_name_that_is_a_word_takes_the_word_out_of_no_sentence() -> None:
    rose, toronto = ["Rose Lee"], ["The Angry One In Toronto"]

    assert without_persons("Rose, a rose is sent.", lang="en", names=rose) == "{{ name }}, a rose is sent."
    assert without_persons("The parcel is In Transit.", lang="en", names=toronto) == "The parcel is In Transit."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi Marie, sorry.", "marie tremblay"),
        ("Hi Marie, sorry.", "marie_tremblay"),
        ("Hi Marie, sorry.", "marie.tremblay-92"),
        ("Hi Marie, sorry.", "MarieTremblay92"),
        ("Hi MARIE, sorry.", "Marie Tremblay"),
        ("Bonjour marie, merci.", "Marie Tremblay"),
        ("Hi Zoe\u0301, sorry.", "Zo\u00e9 Roy"),
        ("Hi Zo\u00e9, sorry.", "zoe_roy"),
        ("Hi O\u2019Neil, sorry.", "Mary O'Neil"),
        ("Hi O'Neil, sorry.", "Mary O\u2019Neil"),
        ("Hi Jean Luc, sorry.", "Jean-Luc Roy"),
        ("Hi Mar\u200bie, sorry.", "Marie"),
        ("Hi Will Smith, sorry.", "Will Smith \N{CHERRY BLOSSOM}"),
        ("hi will, sorry.", "will_s"),
        (
            "\u0645\u0631\u062d\u0628\u0627 \u0641\u0627\u0637\u0645\u0629, sorry.",
            "\u0641\u0627\u0637\u0645\u0629 \u0639\u0644\u064a",
        ),
    ],
)
def test_a_name_is_known_however_it_is_spelled(text: str, name: str) -> None:
    made = without_persons(text, lang="en", names=[name])

    assert made.split(" ", 1)[1] in {"{{ name }}, sorry.", "{{ name }}, merci."}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We hope that it will do, a rose of june.", "Will Rose-June Hope"),
        ("The order is late, and we are on it.", "late_order_on_it"),
        ("Le colis est \u00e0 c\u00f4t\u00e9 de la porte.", "Guy C\u00f4t\u00e9"),
        ("There is an art to it.", "Art B"),
    ],
)
def test_words_that_are_names_too_stay_words(text: str, name: str) -> None:
    assert without_persons(text, lang="en", names=[name]) == text


@given(
    st.text(st.sampled_from("{}%#[]\u25b8'\"\\- a7@\n\ue000\ue002\ue003\u200b"), max_size=30)
    | st.lists(st.sampled_from(["{{ name }}", "{", "}", "name", "agent", "[\u25b8 ", "]", " ", "order 48213377"])).map(
        "".join
    ),
    st.lists(st.sampled_from(["name", "agent", "fill", "7", "{a}", "order number"]), max_size=2),
)
def test_whatever_the_text_only_known_places_come_out(text: str, names: list[str]) -> None:
    made = without_persons(text, lang="en", names=names, agent="name")

    words = re.sub(r"\{\{ (?:name|agent|fill\('[^'{}\\]*'\)) \}\}", "", made)
    assert not set("{}\ue000\ue001\ue002\ue003") & set(words)


@given(
    st.lists(
        st.sampled_from([
            "Julie",
            "Tremblay",
            "@julie_t",
            "order 48213377",
            "ann@post.example",
            "we",
            "look.",
            "[▸ x]",
        ]),
        max_size=12,
    )
)
def test_nothing_of_the_person_is_ever_left(parts: list[str]) -> None:
    made = without_persons(" ".join(parts), lang="en", names=NAMES)

    assert not {"julie", "tremblay", "julie_t", "48213377", "post.example"} & set(made.lower().split())
    assert list(private_data(made)) == []


@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=3))
def test_a_reply_that_is_made_twice_is_made_once(text: str, names: list[str]) -> None:
    made = without_persons(text, lang="en", names=names)

    assert "{%" not in made
    assert "{#" not in made
