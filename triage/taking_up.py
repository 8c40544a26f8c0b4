"""Whether an answer takes up what a customer said: by the words they share, or by words of the same matter."""

import re
from collections.abc import Mapping

from triage.matters import TOPICS
from triage.said import Kind, Said, folded

_STEM = 5
_WORD = re.compile(r"[a-z]{5,}")
_FEW = 5
"""Words below which an answer to a complaint is none."""
_COMMON = frozenset(
    (  # noqa: SIM905 -- a hundred words are read as text
        "about above after again alors apres aussi autre avait avoir avons beauc being bonjo cette chaqu comma comme "
        "compr conta could custo depui desol devra dites encor enver etais etait etant every faire faite first great "
        "heard hello hours jamai jours later leurs looki lorsq maint merci mieux minut moins monde month nothi notre "
        "other parce parti plais pleas point porte pouve pouvo prend quand quelq reall regar reste right savoi serai "
        "seron servi shoul since sinon somme sorry still temps tenir thank their there these thing think those today "
        "toujo toute trait under until vient voici votre vraim wante weeks where which while would write wrote years "
        "yours "
    ).split()
)
# what an answer says of a topic, wider than what makes sure that a post is about it
_TAKEN_UP: Mapping[str, re.Pattern[str]] = {
    "delivery": re.compile(
        r"\b(?:deliver|parcel|package|ship|courier|carrier|track|order|arriv|wait|late|delay|route|depot|luggage"
        r"|suitcase|bag|livr|colis|expedi|transport|suivi|command|attent|attend|retard|bagage|valise|envoi)\w*"
    ),
    "billing": re.compile(
        r"\b(?:bill|invoic|charg|fee|price|amount|payment|paid|account statement|factur|prelev|frais|tarif|montant"
        r"|prix|pai|debit)\w*"
    ),
    "refund": re.compile(r"\b(?:refund|money|reimburs|return|payment|rembours|argent|retour|paiement|virement)\w*"),
    "outage": re.compile(
        r"\b(?:outage|down|network|signal|internet|restor|back up|engineer|panne|reseau|service|retabl|site|app"
        r"|technicien)\w*"
    ),
    "bug": re.compile(
        r"\b(?:bug|crash|glitch|error|app|site|page|version|update|button|form|device|plant|erreur|appli|page"
        r"|corrig|bogue|bouton|mise a jour|appareil)\w*"
    ),
    "staff": re.compile(
        r"\b(?:staff|colleague|manager|treat|answer|reply|shop|store|call|phone|wait|respon|equipe|collegue"
        r"|responsable|accueil|repon|boutique|magasin|appel|attent|telephone)\w*"
    ),
    "quality": re.compile(
        r"\b(?:quality|fault|defect|broken|broke|damage|replac|repair|exchange|part|missing|piece|photo|wrong|item"
        r"|clean|food|room|qualite|defect|cass|bris|abim|rempla|repar|echang|piece|manqu|article|chambre|propre"
        r"|repas|plat)\w*"
    ),
    "account": re.compile(
        r"\b(?:account|log|password|sign|access|compte|mot de passe|connexion|connect|acces|identifi)\w*"
    ),
    "safety": re.compile(
        r"\b(?:safe|unplug|hurt|well|danger|using|fire|burn|securite|debranch|bless|danger|utilis|bien|brul)\w*"
    ),
    "privacy": re.compile(r"\b(?:data|privacy|personal|information|donnees|vie privee|personnel|informations?)\w*"),
}


def takes_up(answer: str, post: str, said: Said) -> bool:
    """Whether an answer speaks of what was said; true as well where nobody can be sure."""
    if said.kind is not Kind.COMPLAINT or said.matter is None:
        return True
    if shared_words(answer, post):
        return True
    topic = TOPICS[said.matter]
    form = _TAKEN_UP.get(topic)
    return form is None or form.search(folded(answer)) is not None


def is_about(answer: str, post: str, said: Said) -> bool:
    """Whether a text that was written for another post fits this one; of one that says little, words have to agree."""
    if said.kind is Kind.COMPLAINT and said.matter is not None:
        return takes_up(answer, post, said)
    return bool(shared_words(answer, post))


def shared_words(answer: str, post: str) -> frozenset[str]:
    """The beginnings of words that both say, without those that everybody uses."""
    return _stems(folded(answer)) & _stems(folded(post))


def is_too_short(answer: str, said: Said) -> bool:
    """Whether a complaint got less than a sentence."""
    return said.kind is Kind.COMPLAINT and len(re.findall(r"\w+", answer)) < _FEW


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text)) - _COMMON
