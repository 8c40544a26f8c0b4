"""What a customer says in a post, as far as its words leave no doubt: the matter, the wish, and what was given."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.matter_words import matter_of
from triage.matters import TOPICS, Matter
from triage.private_data import PrivateData, private_data
from triage.sourness import is_hollow, is_sour, without_overcome
from triage.turns_of_phrase import is_mocking, is_untroubled, literally


class Kind(StrEnum):
    """What sort of answer a post calls for; a remark is anything that is none of the others for sure."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    REMARK = "remark"


class Wish(StrEnum):
    """What a customer asks to be done."""

    REFUND = "wants_refund"
    REPLACEMENT = "wants_replacement"
    CANCEL = "wants_to_cancel"
    PERSON = "wants_a_person"


class Given(StrEnum):
    """What a customer gave already, so that nobody asks for it again."""

    NUMBER = "number"
    TRACKING = "tracking"
    DATE = "date"
    CHANNEL = "channel"
    """By which way they wrote or called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was heard; empty where the words leave a doubt. `asked` is the customer's own question."""

    kind: Kind = Kind.REMARK
    matter: Matter | None = None
    wish: Wish | None = None
    topic: str = ""
    customer_type: str = "none"
    given: frozenset[Given] = frozenset()
    asked: str = ""


NOTHING = Said()
"""Of a post that nobody could read."""

READ = 1_500
"""So many letters of a post are read: what it is about stands there, and nobody waits for the rest."""
_READ_FOR_GRAVE = 10_000
"""What must not be overheard may stand at the end."""
_LONGEST_QUESTION = 140
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_THEIRS_FR = (
    r"mari|femme|epou(?:se|x)|pere|mere|fils|fille|enfants?|bebe|frere|soeur|parents?|grand\S*|conjointe?|compagn\w+"
)
# what no ready sentence may answer: a death, somebody who would end their life, an assault
_GRAVE = re.compile(
    r"\b(?:mother|father|parents?|mum|mom|dad|wife|husband|son|daughter|kids?|child|children|brother|sister|grand\w+"
    r"|uncle|aunt|friend|partner|baby|dog|puppy|cat|kitten|pet|he|she),? (?:[\w']+,? ){0,4}(?:died|dying|dead|killed)\b"
    r"|\bpassed away\b|\bfuneral\b|\bbereave\w*|\bsuicid\w*|\bkill(?:ing)? myself\b|\bend(?:ing)? my life\b"
    r"|\b(?:want|wanted|wish|wanna|ready) (?:to )?(?:die|be dead|i was dead)\b|\brather be dead\b|\bself-? ?harm\w*"
    r"|\bhurt(?:ing)? myself\b|\bassault(?:ed|ing)?\b|\braped?\b|\bstabb(?:ed|ing)\b|\bgroped?\b"
    r"|\bsexual(?:ly)? harass\w*"
    r"|\b(?:mere|pere|parents?|mari|femme|fils|fille|enfants?|frere|soeur|grand\S*|oncle|tante|amie?|bebe|chiens?"
    r"|chiots?|chats?|il|elle),? (?:[\w']+,? ){0,4}(?:morte?s?|mourante?|mourir|decede\w*|tuee?s?)\b"
    r"|\bdeces\b|\bobseques\b|\bfunerailles\b|\bdeuil\b|\bme tuer\b|\bmettre fin a mes jours\b|\bveux mourir\b"
    r"|\b(?:agresse(?:e|r)?|agression|violee?)\b|\bharcel\w+ sexuel\w*|\bpoignard\w+"
    r"|\b(?:envie|besoin|pense|pensais|veux|vais|voudrais) (?:juste |vraiment )?(?:de |d'|a )?(?:mourir|crever"
    r"|me suicider|en finir(?! avec (?:cett?e?|ce|ces|vous|votre|vos|le|les|l')\b))\b|\ben finir avec (?:la|ma) vie\b"
    r"|\bme foutre en l'air\b|\bme (?:faire du mal|pendre|ouvrir les veines)\b"
    r"|\b(?:m'a|l'a|m'ont|lui a) (?:touche|tripote|pelote|caresse)e? (?:les|le|la|mes|mon) "
    r"(?:fesses?|seins?|poitrine|cuisses?|entrejambe|sexe)\b|\battouchements?\b"
    rf"|\becrase (?:mon|ma|notre|le|la) (?:{_THEIRS_FR}|chat\w*|chien\w*|chiot)\b|\bperdu (?:mon|ma|mes|notre|nos) "
    rf"(?:{_THEIRS_FR})\b|\b(?:{_THEIRS_FR}) (?:s'est|s'etait) eteinte?\b|\b(?:est|sont) au ciel\b"
    r"|\blost (?:my|our|her|his) (?:\w+ )?(?:husband|wife|mother|father|mum|mom|dad|son|daughter|baby|child|brother"
    r"|sister|grand\w+|partner)\b(?!'s)"
)
_CHANNEL = re.compile(
    r"\b(?:e-?mail(?:s|ed|ing)?|mail(?:s|ed)?|called|calls?|phoned|rang|rung|on hold|live chat|chat ?bot|voicemail|dms?"
    r"|contact form|courriels?|appele\w*|appels?|telephone\w*|messagerie|formulaire)\b"
)
_WISHES: Mapping[Wish, re.Pattern[str]] = {
    Wish.REFUND: re.compile(
        r"\b(?:want|demand|need|give me|get|expect|like|request\w*|asking for|owe me|issue|entitled to"
        r"|deserve)\b[^.!?\n]{0,25}"
        r"\b(?:refund(?:ed)?|(?:money|deposit|payment|fee|cash) back|reimburs\w+)\b|\brefund (?:me|us|my|the)\b"
        r"|\bcan i (?:\w+ )?(?:get )?(?:a )?refund"
        r"|\breturn (?:it|them|this) for (?:a refund|my money)"
        r"|\b(?:veux|voudrais|exige|demande|souhaite|aimerais|attends|rendez"
        r"|besoin)\b[^.!?\n]{0,30}\b(?:rembours\w*|mon argent)"
        r"|\brembourse[rz]?[- ](?:moi|nous)\b|\bpuis-je (?:\w+ )?(?:me faire |etre )?rembours\w*"
        r"|\bme (?:faire )?rembourse[rz]?\b"
    ),
    Wish.REPLACEMENT: re.compile(
        r"\b(?:want|need|send (?:me|us)|get|like|demand|expect)\b[^.!?\n]{0,20}\b(?:replacement|new one"
        r"|another one|exchange|replaced)\b"
        r"|\breplace (?:it|them|this|my)\b|\bexchange (?:it|them|this)\b"
        r"|\b(?:veux|voudrais|souhaite|demande|aimerais|envoyez|exige)\b[^.!?\n]{0,30}\b(?:remplacement|echange\w*"
        r"|un neuf|une neuve|un autre|une autre)\b"
        r"|\b(?:remplacez|echangez)\b"
    ),
    Wish.CANCEL: re.compile(
        r"\b(?:want|need|like|trying|tried|try|can(?: ?not|'?t)?|unable|how (?:do|can) i|please|let me"
        r"|impossible)(?: \w+){0,3} "
        r"(?:cancel|unsubscribe)\b|\bcancel (?:my|our|the) (?:order|subscription|contract|booking|membership"
        r"|account|plan)\b"
        r"|\b(?:veux|voudrais|souhaite|aimerais|essaie|essaye|impossible|comment|peux|puis-je|arrive pas|demande"
        r"|faut)\b"
        r"[^.!?\n]{0,25}\b(?:annuler|resilier|desabonner)\b"
    ),
    Wish.PERSON: re.compile(
        r"\b(?:speak|talk) (?:to|with) (?:a |an |some ?one|your |the )*(?:real |actual )?(?:person|human|manager"
        r"|supervisor|someone)"
        r"|\b(?:call|phone|ring) me\b|\bparler (?:a|avec) (?:un|une|votre|quelqu'un|le|la) ?(?:\w+ )?(?:humain"
        r"|personne|responsable|conseiller\w*|gerante?)?"
        r"|\b(?:appelez|rappelez)[- ]moi\b"
    ),
}
_OWED = frozenset({*Matter, Wish.REFUND, Wish.REPLACEMENT})
"""What makes a post a complaint, however it is told."""
_NO_WISH = re.compile(
    r"\b(?:don't|do not|didn't|never|not) (?:even )?(?:want|need|asking for|ask for) [^.!?\n]{0,12}(?:refund|money"
    r"|replacement)"
    r"|\b(?:ne|n') ?(?:veux|demande|souhaite) pas [^.!?\n]{0,12}(?:rembours|argent|remplacement)"
)
_NUMBER = re.compile(
    r"#\s?[a-z]{0,3}-?\d{4,}|\b(?:order|booking|commande|reservation|reference|ref|case|ticket|dossier|suivi"
    r"|tracking)\b[^.!?\n]{0,18}\b(?=\w*\d)[a-z0-9-]{5,}\b"
)
_TRACKING = re.compile(
    r"\btracking\b|\bsuivi\b|\bstatus(?: says| page)?\b|\bstatut\b|\bout for delivery\b|\ben cours de livraison\b"
)
_DATE = re.compile(
    r"\b(?:since|on the|ago|for|in|after|depuis|il y a|apres|le)\b (?:the |over |about |plus de |pres de )?"
    r"(?:\d+(?:st|nd|rd|th|er)?"
    r"|an?|one|two|three|four|five|six|ten|un|une|deux|trois|quatre|"
    r"cinq|six|huit|dix|last|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi"
    r"|vendredi|"
    r"samedi|dimanche)\b|\byesterday\b|\bhier\b"
    r"|\b(?:this|last|the other) (?:morning|afternoon|evening|night|week|weekend|month|year|spring|summer|autumn|fall"
    r"|winter)\b|\btonight\b|\btoday\b|\b(?:for|over) (?:days|weeks|months|ages)\b"
    r"|\b(?:since|in|on|en|depuis|debut|fin|mi) (?:early |late |mid-?)?(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|christmas|easter|janvier|fevrier|mars|avril|mai|juin|juillet|aout"
    r"|septembre|octobre|novembre|decembre|noel|paques)\b"
    r"|\b(?:ce|cet|cette) (?:matin|midi|apres-midi|soir|nuit|semaine|mois|week-end|ete|hiver|automne|printemps)\b"
    r"|\baujourd'hui\b|\b(?:la semaine|l'an|le mois|l'ete|l'hiver) dernier|\bla semaine derniere\b"
    r"|\bdepuis (?:des|plusieurs|quelques) \w+\b|\b(?:au bout de|en) \w+ (?:jours|semaines|mois)\b"
)
_WAITED = frozenset({Matter.LATE, Matter.MARKED_DELIVERED, Matter.REFUND_WAIT, Matter.UNHEARD})
_WAITING = re.compile(
    r"\bwait\w*\b|\bstill\b|\b(?:days?|weeks?|months?|hours?)\b|\b(?:no|any|without) (?:\w+ )?(?:answer|reply"
    r"|response)\b|\bon hold\b"
    r"|\battend\w*|\battente\b|\btoujours pas\b|\b(?:jours?|semaines?|mois|heures?)\b|\b(?:sans|aucune"
    r"|pas de) (?:reponse|nouvelles?)\b"
)
_GLAD = re.compile(
    r"\b(?:thank(?:s| you)|love[ds]?|great|amazing|awesome|excellent|fantastic|wonderful|perfect|best|brilliant"
    r"|lovely|superb|delighted|happy|kudos|well done|loving|beautiful|gorgeous|favou?rite|impress(?:ed|ive|es|ing)"
    r"|recommend\w*"
    r"|hats off"
    r"|shout ?out|grateful|thx|stunning|obsessed|glad|pleased|outstanding|top[- ]notch|nice|good (?:job|work)|yay|bless"
    r"|can'?t wait|5 stars|five stars|take my money|delicious|tasty|friendly|spotless|flawless|genius|life-?saver|gem"
    r"|saved (?:the day|us|me|(?:my|our) \w+))\b"
    r"|\b(?:merci(?! d'avance| de (?:me|nous|bien) (?!avoir)| de m'(?!avoir)"
    r"| (?:de |d')(?!votre|notre|etre|avoir)\w+(?:er|ir|re)\b)|bravo|super|genial\w*|parfait\w*|excellent\w*"
    r"|ravie?s?|adore\w*|magnifique\w*|impeccable\w*"
    r"|felicitations|contente?s?|(?<!on )(?<!the )(?<!at )top(?! (?:of|floor|up|shelf|speed|drawer|half|left|right))"
    r"|chapeau|hate (?:de|que)|hate (?:d|qu)'|sublimes?|formidables?|merveill\w+"
    r"|bonheur|coup de coeur|aime"
    r"|(?<!en )(?<!un )(?<!courrier )recommande(?:r|z|ons|nt)?|heureu\w+|satisfaite?s?|belles?|jolie?s?"
    r"|reconnaissante?s?|cool|nickel|incroyables?|tuerie"
    r"|prenez mon argent|beaux?|meilleure?s?|regal\w*|delicieu\w+|charmante?s?|adorables?|souriante?s?|petits soins"
    r"|magicien\w*|rien a redire"
    r"|5 etoiles|cinq etoiles)\b"
    r"|[\u2764\U0001f60d\U0001f970\U0001f44d\U0001f44f\U0001f64f\U0001f929\U0001f389\U0001f525\u2728]"
)
# "not happy", but neither "not only happy" nor "cannot thank you enough"
_NOT_GLAD = re.compile(
    r"(?:\bnot|\bnever|n't|\bno longer|\bhardly|\bfar from|\banything but) (?!only|just|(?:be"
    r"|have been) more)(?:\w+ ){0,2}?"
    r"(?:happy|pleased|impressed|glad|satisfied|great|good|nice|delighted|grateful|recommend\w*|thank|perfect|amazing"
    r"|love[ds]?|the best)\b(?! (?:\w+ ){0,3}?(?:enough|more))"
    r"|\b(?:pas|plus|jamais|guere|loin d'etre) (?:\w+ ){0,2}?(?:contente?s?|satisfaite?s?|ravie?s?|heureu\w+|top"
    r"|genial\w*|super"
    r"|parfaite?s?|cool|belle|beau|recommande\w*|reconnaissante?s?|merci|aime|excellent\w*)\b"
)
_GRIM = re.compile(
    r"\b(?:worst|bad|poor|terrible|awful|horrible|disappoint\w*|useless|late|wait\w*|broken|wrong|problem\w*"
    r"|disgust\w*|scam|ridiculous|annoy\w*|unacceptable|shame\w*|hate\w*(?! (?:de|que)\b| (?:d|qu)')|refund"
    r"|complain\w*|angry|fail\w*|waste\w*|garbage|joke)\b"
    r"|\b(?:pire\w*|mauvais\w*|nul\w*|decu\w*|decevant\w*|honte\w*|inadmissible"
    r"|inacceptable|scandal\w*|arnaque\w*|probleme\w*|retard|horrible\w*|ridicule\w*|lamentable\w*|marre"
    r"|impossible|bris\w*|casse\w*|plainte|insupportable)\b"
)
_DENYING = re.compile(
    r"\b(?:not|never|no|nothing|but)\b|n't\b|\b(?:pas|jamais|rien|aucun\w*|mais)\b|\b(?:except|sauf)\b"
)
_SUBJECTS: Mapping[str, re.Pattern[str]] = {
    "delivery": re.compile(
        r"\b(?:deliver\w*|parcels?|packages?|shipp\w*|shipments?|couriers?|livr\w+|colis|expedi\w+|transporteur\w*)\b"
    ),
    "billing": re.compile(
        r"\b(?:bill(?:s|ed|ing)?|invoic\w*|charged?|charges|fees?|factur\w*|prelev\w*|frais|tarifs?)\b"
    ),
    "refund": re.compile(r"\b(?:refund\w*|money back|reimburs\w*|rembours\w*)\b"),
    "outage": re.compile(r"\b(?:outage|no (?:internet|signal|network)|(?:is|are) down|panne|hors service)\b"),
    # a car has bugs on its windscreen, and an address an error
    "bug": re.compile(
        r"^(?s:(?=.*?\b(?:app|application|appli|website|site|page|software|logiciel|update|mise a jour|screen"
        r"|ecran)s?\b)"
        r".*?\b(?:bugs?|crash\w*|glitch\w*|error|freez\w+|plant(?:e|age)\w*|bogues?|erreur)\b)"
    ),
    "staff": re.compile(
        r"\b(?:staff|employees?|rude|manager|cashier|salesperson|personnel|employe\w*|vendeu\w*|caissi\w*"
        r"|serveu\w+|conseill\w+)\b"
    ),
    "quality": re.compile(
        r"\b(?:quality|faulty|defect\w*|broken|broke|damaged|qualite|defectueu\w*|cass\w+|bris\w+|abim\w+)\b"
    ),
    "account": re.compile(
        r"\b(?:my account|log ?in|password|sign in|mon compte|mot de passe|connecter|identifiants?)\b"
    ),
}
"""The words of a topic that leave no doubt of it; topics that frighten are said by a matter, or by nobody."""


def heard(text: str, *, lang: str, intent: str = "", topic: str = "", customer_type: str = "none") -> Said:
    """Hear what a post says; `intent`, `topic` and `customer_type` are what a scorer takes it for.

    What a scorer says of topic and manner counts where the words say so, too: it is right mostly, and a sentence about
    something else is worse than none.
    """
    whole = literally(folded(text[:_READ_FOR_GRAVE]))
    text = text[:READ]
    read = literally(folded(text))
    if _GRAVE.search(whole):
        return Said(given=_given(text, read))
    matter = matter_of(read, lang=lang)
    wish = _wish(read)
    is_glad = matter is not Matter.SAFETY and (
        _GLAD.search(_NOT_GLAD.sub(" ", read)) is not None or is_untroubled(folded(text))
    )
    if is_glad:
        read = without_overcome(read)
        matter = matter_of(read, lang=lang)
        kind = _of_the_glad(read, intent=intent, owed=matter or wish, is_taken_back=read != folded(text))
    else:
        kind = _of_others(read, intent=intent, owed=matter or wish)
    if kind is not Kind.COMPLAINT:
        return Said(kind=kind, given=_given(text, read), asked=_asked(text), customer_type=_manner(read, customer_type))
    return Said(
        kind=kind,
        matter=matter,
        wish=wish,
        topic=_topic(read, topic, matter=matter),
        customer_type=_manner(read, customer_type, matter),
        given=_given(text, read),
        asked=_asked(text),
    )


def folded(text: str) -> str:
    """A text in small letters without accents, its apostrophes as they are typed."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")
    )
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _of_the_glad(read: str, *, intent: str, owed: Matter | Wish | None, is_taken_back: bool) -> Kind:
    """The sort of a post that sounds glad; `is_taken_back` says that its words deny a fault, or tell it as mended."""
    is_mocked = is_mocking(read)
    is_spoilt = is_mocked or is_sour(read) or is_hollow(read, glad=_GLAD)
    if intent == "praise":
        # thanks that may be mocking are neither apologised for nor rejoiced at
        return Kind.REMARK if isinstance(owed, Matter) or is_spoilt else Kind.PRAISE
    # a scorer hears the fault, not that it is denied
    is_blamed = intent == "complaint" and (is_spoilt or not is_taken_back)
    if is_blamed or owed in _OWED or is_mocked:
        return Kind.COMPLAINT
    if _is_asking(read, intent):
        return Kind.QUESTION
    if _GRIM.search(read):
        return Kind.COMPLAINT
    return Kind.REMARK if is_spoilt or _DENYING.search(read) else Kind.PRAISE


def _of_others(read: str, *, intent: str, owed: Matter | Wish | None) -> Kind:
    """The sort of a post that does not: nobody is rejoiced with, whatever a scorer takes it for."""
    if intent == "complaint" or owed in _OWED or is_mocking(read):
        return Kind.COMPLAINT
    if _is_asking(read, intent):
        return Kind.QUESTION
    return Kind.COMPLAINT if _GRIM.search(read) or _DENYING.search(read) else Kind.REMARK


def _is_asking(read: str, intent: str) -> bool:
    return intent in {"question", "request"} or "?" in read


def _wish(read: str) -> Wish | None:
    if _NO_WISH.search(read):
        return None
    return next((wish for wish, form in _WISHES.items() if form.search(read)), None)


def _topic(read: str, topic: str, *, matter: Matter | None) -> str:
    if matter is not None:
        return TOPICS[matter]
    form = _SUBJECTS.get(topic)
    return topic if form is not None and form.search(read) else ""


def _manner(read: str, customer_type: str, matter: Matter | None = None) -> str:
    """Who is called impatient has said that they wait."""
    is_waiting = matter in _WAITED or _WAITING.search(read) is not None
    return "none" if customer_type == "impatient" and not is_waiting else customer_type


def _given(text: str, read: str) -> frozenset[Given]:
    numbered = {PrivateData.ORDER, PrivateData.ACCOUNT}
    found = {
        Given.NUMBER: _NUMBER.search(read) is not None or any(one.kind in numbered for one in private_data(text)),
        Given.TRACKING: _TRACKING.search(read) is not None,
        Given.DATE: _DATE.search(read) is not None,
        Given.CHANNEL: _CHANNEL.search(read) is not None,
    }
    return frozenset(what for what, is_given in found.items() if is_given)


def _asked(text: str) -> str:
    """The customer's last question in their own words, where it is short enough to be read at a glance."""
    questions = [" ".join(one.split()) for one in _SENTENCE_END.split(text.strip()) if one.endswith("?")]
    found = next((one for one in reversed(questions) if len(one) > 12), "")
    # it stands inside a place, whose brackets it must not close
    plain = found.replace("[", "(").replace("]", ")")
    return plain if len(plain) <= _LONGEST_QUESTION and not list(private_data(plain)) else ""
