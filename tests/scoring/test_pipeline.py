"""Every post gets the same score each time, an answer where one is due, and reasons that a person can check."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.customer import CustomerType
from scoring.intent import Intent, Thresholds
from scoring.mood import Sentiment
from scoring.pipeline import Post, Score, Scorer
from tests.yardstick import DATA, needs_data
from triage.urgency import Severity, Weights

SCORER = Scorer()
ratings = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.integers(-1, 11).map(float)
counts = st.none() | st.integers(0, 10**9)
SAID = ["late", "refund", "merci", "?", "!!!", "😡", "n'est", "@maple", "BROKEN", "great", "fire", "12", "pas"]
posts = st.builds(
    Post,
    text=st.text() | st.lists(st.sampled_from(SAID)).map(" ".join),
    lang=st.none() | st.sampled_from(["en", "fr", "de", "xx", ""]),
    rating=ratings,
    rating_max=ratings,
    followers=counts,
    likes=counts,
    shares=counts,
    replies=counts,
    is_reply=st.booleans(),
)


def score(text: str, *, rating: float | None = None) -> Score:
    return SCORER.score([Post(text=text, rating=rating, rating_max=None if rating is None else 5.0)])[0]


@given(posts)
def test_no_post_ever_breaks_the_scorer_and_every_flag_explains_itself(post: Post) -> None:
    (found,) = SCORER.score([post])

    assert 0 <= found.complaint_probability <= 1
    assert 0 <= found.urgency <= 100
    assert -1 <= found.compound <= 1
    assert found.topics
    if found.needs_answer:
        assert any(reason.points > 0 and reason.evidence for reason in found.reasons)
    if not post.text.strip() and post.rating_share is None:
        assert not found.needs_answer


@given(st.lists(posts, max_size=6))
def test_a_post_always_scores_the_same_alone_and_among_others(listed: list[Post]) -> None:
    assert SCORER.score(listed) == [Scorer().score([post])[0] for post in listed]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("@maple my parcel still hasn't arrived after 9 days and nobody answers my emails!!", Intent.COMPLAINT),
        ("The zip broke after a week and support ignores me", Intent.COMPLAINT),
        ("Ma commande n'est toujours pas arrivée, c'est honteux. Remboursez-moi !", Intent.COMPLAINT),
        ("L'application plante à chaque ouverture depuis la mise à jour", Intent.COMPLAINT),
        ("You morons, give me my money back", Intent.COMPLAINT),
        ("Where is the size guide?", Intent.QUESTION),
        ("@maple do you ship to Yukon?", Intent.QUESTION),
        ("Est-ce que vous livrez à Gaspé ?", Intent.QUESTION),
        ("is it BPA free?", Intent.QUESTION),
        ("Is this dishwasher safe?", Intent.QUESTION),
        ("C'est compatible avec Android ?", Intent.QUESTION),
        ("Vous livrez en Belgique ?", Intent.QUESTION),
        ("Would be nice to have gift wrapping as an option.", Intent.REQUEST),
        ("Love my new scarf, thank you!", Intent.PRAISE),
        ("Super boutique, livraison rapide, merci !", Intent.PRAISE),
        ("This autumn's colours at Maple & Finch, take my money", Intent.PRAISE),
        ("Vos croissants sont une tuerie, prenez mon argent.", Intent.PRAISE),
        ("They take my money every month although I cancelled", Intent.COMPLAINT),
        ("Vous prenez mon argent et vous ne livrez pas", Intent.COMPLAINT),
        ("🙂", Intent.PRAISE),
        ("walking past the shop", Intent.OTHER),
        ("Get 5000 real followers today, link in bio", Intent.SPAM),
        ("", Intent.OTHER),
    ],
)
def test_complaints_questions_and_requests_need_an_answer_and_nothing_else_does(text: str, intent: Intent) -> None:
    found = score(text)

    assert found.intent is intent
    assert found.needs_answer is (intent in {Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST})


@pytest.mark.parametrize(
    "text",
    [
        "@sam We're sorry to hear that! Please DM us your order number and we'll look into it. ^JB",
        "@jo Thanks for reaching out. Which version of the app are you using?",
        "@kim Have you tried reinstalling the app? Let us know.",
        "Dear customer, we apologise for the inconvenience. Kindly contact our support team.",
        "@lea Bonjour, nous sommes désolés pour ce retard. Pouvez-vous nous indiquer votre numéro en MP ? ^Tom",
        "Merci pour votre retour, nos équipes y travaillent. Belle journée !",
    ],
)
def test_what_a_brand_answers_is_nobodys_complaint(text: str) -> None:
    assert not score(text).needs_answer


@pytest.mark.parametrize(
    "text",
    [
        "We've been on hold for two hours and nobody answers, fix your phones",
        "@brand we are stuck at the airport since this morning, no staff and no hotel",
        "I was told you'd be happy to help, and then you hung up on me",
    ],
)
def test_a_customer_who_speaks_for_several_is_heard(text: str) -> None:
    assert score(text).needs_answer


@pytest.mark.parametrize(
    ("text", "lang", "needs_answer"),
    [
        ("¿Dónde está mi pedido? Llevo dos semanas esperando", "es", True),
        ("Wo bleibt mein Paket? Ich warte seit drei Wochen", "de", True),
        ("طلبي لم يصل بعد منذ أسبوعين، هل من مساعدة؟", "ar", True),
        ("荷物がまだ届きません", "ja", False),
    ],
)
def test_of_other_languages_only_signs_are_heard(text: str, lang: str, needs_answer: bool) -> None:
    found = score(text)

    assert found.lang == lang
    assert found.topics == ("other",)
    assert found.needs_answer is needs_answer
    assert score(text, rating=1.0).needs_answer


@pytest.mark.parametrize(
    ("rating", "needs_answer", "sentiment"),
    [(1.0, True, "negative"), (2.0, True, "negative"), (4.0, False, "positive"), (5.0, False, "positive")],
)
def test_a_bare_rating_speaks_for_itself(rating: float, needs_answer: bool, sentiment: str) -> None:
    found = score("", rating=rating)

    assert found.needs_answer is needs_answer
    assert found.sentiment == sentiment


@given(st.text(max_size=60), st.floats(1, 5), st.floats(0, 4))
def test_fewer_stars_never_make_a_complaint_less_likely(text: str, rating: float, fewer: float) -> None:
    lower = max(1.0, rating - fewer)

    assert score(text, rating=lower).complaint_probability >= score(text, rating=rating).complaint_probability


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("The kettle caught fire in my kitchen", Severity.P1),
        ("Ma bouilloire est en feu dans la cuisine", Severity.P1),
        ("You charged me twice, my lawyer will be in touch", Severity.P2),
        ("There was a data breach and you leaked my address", Severity.P2),
        ("The parcel is late again and nobody answers", Severity.P3),
        ("Where is the size guide?", Severity.P4),
    ],
)
def test_what_can_hurt_people_comes_first(text: str, severity: Severity) -> None:
    assert score(text).severity is severity


def test_every_reason_shows_the_words_that_caused_it() -> None:
    found = score("Third time I write: the kettle is BROKEN, no reply, I am switching to another shop. Scammers")

    evidence = {reason.name: reason.evidence for reason in found.reasons}
    assert evidence["repeat_contact"] == ("Third time",)
    assert evidence["unanswered"] == ("no reply",)
    assert evidence["churn"] == ("switching to",)
    assert evidence["anger"] == ("Scammers",)
    assert evidence["customer is angry"] == ("Scammers",)
    assert "BROKEN" in evidence["complaint"]
    assert found.customer_type is CustomerType.ANGRY


def test_reach_and_engagement_make_a_post_more_urgent() -> None:
    quiet = Post(text="The zip broke after a week", followers=10)

    heard = replace(quiet, followers=200_000, likes=80, shares=20, replies=5)

    (before, after) = SCORER.score([quiet, heard])
    assert after.urgency > before.urgency
    assert after.complaint_probability == before.complaint_probability


def test_the_version_changes_with_whatever_changes_scores() -> None:
    others = [
        Scorer(Weights(complaint=29.0)),
        Scorer(thresholds=Thresholds(complaint=0.6)),
        Scorer(languages=("en", "fr")),
    ]

    assert Scorer().version == SCORER.version
    assert len({SCORER.version, *(other.version for other in others)}) == 4


def test_handles_addresses_and_figures_never_change_a_probability() -> None:
    one = score("@maple order 48213 is broken, see https://maple.example/48213")
    other = score("@finch order 7 is broken, see https://other.example/x")

    assert one.complaint_probability == other.complaint_probability
    assert one.question_probability == other.question_probability


@pytest.mark.parametrize("written", ["Broken Oak", "BrokenOak", "broken-oak's", "Broken & Oak"])
def test_the_name_of_its_brand_neither_counts_nor_shows(written: str) -> None:
    named, other = SCORER.score([
        Post(text=f"{written} sent me the parcel, late again", brands=("broken-oak",)),
        Post(text=" sent me the parcel, late again", brands=("broken-oak",)),
    ])

    assert named.complaint_probability == other.complaint_probability
    assert named.topics == other.topics
    assert not any("broken" in word.lower() for reason in named.reasons for word in reason.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "how do i return a rented bike",
        "anyone know if the pharmacy takes card",
        "what time does the museum open",
        "can i bring my own cup",
        "on fait comment pour rendre un vélo loué",
        "à quelle heure ouvre le musée",
        "quels papiers pour ouvrir un dossier",
        "y a-t-il un vestiaire",
    ],
)
def test_a_question_needs_no_mark(text: str) -> None:
    found = SCORER.score([Post(text=text)])[0]

    assert found.intent in {Intent.QUESTION, Intent.REQUEST}
    assert found.needs_answer


def test_sentiment_reads_french_where_vader_cannot() -> None:
    assert score("C'est nul, je suis très déçue de votre service").sentiment is Sentiment.NEGATIVE
    assert score("Très belle boutique, je recommande vivement").sentiment is Sentiment.POSITIVE


@needs_data
@pytest.mark.parametrize(
    ("name", "floor"),
    [("airline", 0.80), ("cesamard", 0.90), ("complaints_acl2019", 0.80), ("minibar_en", 0.90), ("minibar_fr", 0.90)],
)
def test_complaints_are_found_far_better_than_by_vader_alone(name: str, floor: float) -> None:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::3]
    labels = np.array([row["label_complaint"] == "1" for row in rows])

    scores = SCORER.score([Post(text=row["text"], lang=row["lang"]) for row in rows])

    ours = np.array([found.complaint_probability for found in scores])
    higher = (ours[labels][:, None] > ours[~labels]).mean() + (ours[labels][:, None] == ours[~labels]).mean() / 2
    assert higher >= floor
