"""What a draft promises, admits or says unkindly, in English and French."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple


class Slip(StrEnum):
    """What should not stand in a public answer."""

    REFUND = "refund"
    COMPENSATION = "compensation"
    DATE = "date"
    GUARANTEE = "guarantee"
    LIABILITY = "liability"
    BLAME = "blame"
    EXCUSE = "excuse"
    CAPITALS = "capitals"
    ASKS = "asks"


class Slipped(NamedTuple):
    """A slip and the words that make it."""

    slip: Slip
    text: str


# up to some words of the same sentence
_GAP = r"[^.!?]{0,40}?"
_EN_DAY = (
    r"(?:today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|within|in (?:a|an|one|two|three|\d+) \w+"
    r"|(?:by|at|before) noon|by (?:the end|\d)|this (?:morning|afternoon|evening|week)|next week"
    r"|on the \d|at the latest"
    r"|\d+ (?:hours|days|weeks)|(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december) \d)"
)
_FR_DAY = (
    r"(?:aujourd'hui|demain|ce soir|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|d'ici|sous \w+ \w+"
    r"|dans \w+ \w+"
    r"|avant (?:midi|la fin|le)|cette semaine|la semaine prochaine|au plus tard|\d+ (?:heures|jours|semaines)"
    r"|à \d{1,2} ?h|avant \d{1,2} ?h"
    r"|\d+ (?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre))"
)
_EN_WILL = r"(?:we|i)(?:'ll| will| shall| are going to| am going to|'re going to|'m going to)"
_EN_GIFT = (
    r"(?:\d ?%|[$€£] ?\d|\d ?[$€£]|voucher|discount|coupon|gift|free\b|credit|upgrade|\bextra (?:day|night|week|month))"
)
_FR_GIFT = (
    r"(?:\d ?%|\d ?[$€£]|bon d'achat|bon de r[ée]duction|remise|rabais|cadeau|gratuit|cr[ée]dit|geste commercial"
    r"|\bavoir\b|\b(?:mois|semaine|nuit|jour)s? (?:d'abonnement|suppl[ée]mentaire|de plus)|surclassement)"
)

_WORDS: Mapping[str, Mapping[Slip, tuple[str, ...]]] = {
    "en": {
        Slip.REFUND: (
            rf"\b{_EN_WILL}\b(?!{_GAP}\b(?:if|whether|ask|check|see)\b){_GAP}\brefund",
            rf"\byou(?:'ll| will| are going to)\b{_GAP}(?:\brefund|your money back)",
            r"\brefund (?:will|is on its way)\b",
            r"\b(?:we|i)(?:'re| are|'m| am) (?:\w+ )?refunding\b",
            r"\bmoney (?:is|will be) (?:\w+ )?back\b",
            (
                rf"\b{_EN_WILL}\b(?!{_GAP}\b(?:if|whether|ask|check|see)\b){_GAP}\b(?:reimburse|pay (?:it"
                rf"|you|the \w+) back)"
            ),
            (
                r"\b(?:amount|sum|money|payment|fee|charge|fare|deposit)\b(?: \w+)? (?:goes|will go"
                r"|is going|comes|will come)"
                r" (?:straight |right )?back\b"
            ),
            r"\bexpect (?:the|your) (?:\w+ )?(?:refund|reimbursement|money)\b",
            (
                rf"\b(?:we|i)(?:'re| are|'m| am) (?:\w+ )?(?:putting|sending|crediting|returning"
                rf"|transferring|paying){_GAP}"
                r"\b(?:back|on your card|to your (?:card|account|bank))\b"
            ),
            r"\b(?:fare|money|amount|payment|fee|deposit|price) is (?:\w+ )?going (?:\w+ )?back\b",
        ),
        Slip.COMPENSATION: (
            rf"\b{_EN_WILL}\b{_GAP}\bcompensate",
            rf"\b{_EN_WILL}\b (?:\w+ )?(?:give|offer|send|credit|add|take){_GAP}{_EN_GIFT}",
            rf"\byou(?:'ll| will) (?:get|receive|have|be given){_GAP}{_EN_GIFT}",
            (
                r"\b(?:voucher|discount|coupon|gift card|credit) (?:will|(?:is )?on (?:its|the) way"
                r"|(?:is )?waiting for you)\b"
            ),
            (
                rf"\b(?:we|i)(?:'re| are|'m| am) (?:\w+ )?(?:giving|offering|sending|crediting|gifting"
                rf"|adding){_GAP}{_EN_GIFT}"
            ),
            r"\b(?:is|are|will be|'s) on (?:us|the house)\b",
            (
                rf"\b(?:we|i)(?:'ve| have) (?:\w+ )?(?:set aside|put aside|reserved|arranged|kept|added"
                rf"|booked){_GAP}{_EN_GIFT}"
            ),
        ),
        Slip.DATE: (
            rf"(?<!\bi)(?<!\bwe)(?:'ll| will) be\b(?! in touch){_GAP}\b{_EN_DAY}",
            rf"\bexpect (?:your|it|the|them)\b{_GAP}\b{_EN_DAY}",
            rf"\bshould have cleared\b{_GAP}\b{_EN_DAY}",
            (
                rf"\b(?:goes live|comes out|rolls out|is (?:released|back|fixed)|ships|arrives|lands|leaves"
                rf"|(?:gets|comes) to you|reaches you)\b{_GAP}\b{_EN_DAY}"
            ),
            (
                rf"(?:'ll| will)\b (?:all |then )?(?:arrive|ship|reach you|get (?:it|them|your)|have (?:it|them|your)"
                rf"|receive (?:it|them|your)|be (?:\w+ )?(?:delivered|fixed|repaired|back|re?solved|restored|shipped"
                rf"|with you|credited|refunded|ready|there|in stock)){_GAP}\b{_EN_DAY}"
            ),
        ),
        Slip.GUARANTEE: (
            r"(?<!not )(?<!n't )\b(?:we|i) (?:can |do |personally )?(?:guarantee|promise)\b",
            r"\b(?:we|i) (?:can |do )?assure you\b|\b(?:my|our) (?:personal )?guarantee\b",
            r"\byou can (?:be (?:certain|sure)|count on|bet)\b|\b(?:we|i) (?:personally )?(?:commit|pledge|swear)\b",
            r"\b(?:will not|won't|will never|won't ever|never) (?:ever )?happen (?:\w+ ){0,2}again\b",
            r"\b(?:is|are) guaranteed\b",
            (
                r"\b(?:my|our) word\b|\bno (?:question|doubt) about it\b|\b(?:fixed|gone|solved) (?:for good"
                r"|for ?ever)\b"
            ),
        ),
        Slip.LIABILITY: (
            (
                r"\b(?:we|i|the company)(?:'re| are| were| am| is) (?:\w+ )?(?:liable|negligent|at fault"
                r"|legally responsible)"
            ),
            r"\bour (?:own )?(?:negligence|liability|fault)\b",
            (
                r"\bour (?:\w+ )?\w+ (?:was|were|has been|have been) (?:\w+ )?(?:negligent|careless|reckless|at fault"
                r"|to blame)\b"
            ),
            r"\b(?:is|was) (?:\w+ )?our responsibility\b|\bour (?:\w+ ){1,6}(?:that|which|and)? ?caused\b",
            r"\b(?:down to us|the blame is ours|blame lies with us|(?:we're|we are|i am|i'm) to blame)\b",
            r"\b(?:accept|admit|take)\w* (?:full |all |the )*(?:legal )?(?:responsibility|liability)\b",
            r"\b(?:carelessness|our (?:\w+ )?\w+ (?:caused|injured|hurt|burned|burnt|damaged))\b",
            r"\b(?:broke|violated|breached) (?:the|your|our) (?:law|rights|contract)",
        ),
        Slip.BLAME: (
            r"\byou should(?:'ve| have) (?!received|got|had|been|seen|heard)",
            r"\byour (?:own )?(?:fault|mistake|error)\b",
            r"\byou (?:clearly |obviously |simply )?(?:failed|forgot|neglected|refused|must have (?:missed|\w+ed))\b",
            r"\byou (?:did not|didn't|never) (?:read|follow|check|listen|bother)",
            r"\bbecause (?:of you\b|you (?:have )?(?:did|gave|chose|\w+ed)\b)",
            (
                r"\bcalm down\b|\bhad you (?:only )?\w+ed\b|\bif you had (?:only |just )?(?:read|looked|checked"
                r"|followed)"
            ),
            r"\bmost (?:people|customers) (?:manage|can|do|have)\b|\bstop (?:posting|complaining|asking|shouting)\b",
            r"\bas (?:we|i)(?: have|'ve)?(?: already)? (?:told|said|explained|mentioned|stated)",
            r"\bbefore you complain",
        ),
        Slip.EXCUSE: (
            rf"\b(?:sorry|apologi[sz]e|apologies)\b{_GAP}\bbut\b",
            r"\bsorry (?:that |if )?you (?:feel|felt|think)",
            r"\bsorry if\b",
            rf"\b(?:sorry|apologi[sz]e|apologies)\b{_GAP}\bit's just that\b",
        ),
    },
    "fr": {
        Slip.REFUND: (
            r"\brembourser(?:ons|ai|a|ont)\b",
            r"\b(?:nous allons|je vais|on va) (?:vous |te )?rembourser",
            r"\b(?:vous (?:serez|allez être)|tu seras) (?:\w+ )?rembours",
            rf"\bvous (?:recevrez|aurez){_GAP}remboursement",
            r"\bremboursement (?:vous )?sera\b",
            r"\b(?:nous|on|je) vous rembours|\bl'argent (?:repart|revient|sera)\b",
            (
                r"\b(?:argent|montant|somme|paiement|caution)\b(?: \w+)? (?:vous )?(?:retourne|revient|repart|reviendra"
                r"|repartira|sera (?:\w+ )?(?:remboursée?|recréditée?|rendue?))\b"
            ),
            (
                r"\b(?:nous|on|je) vous (?:remet|rend|restitu|recrédit|revers)\w*(?: \w+){0,2} "
                r"(?:l'argent|argent|somme|montant|caution|\d)"
            ),
            r"\b(?:nous|on|je) vous (?:fais|faisons|fait|verse|versons) (?:\w+ )?(?:virement|remboursement|\d)",
            r"\bvous (?:est|sont|sera|seront) (?:\w+ )?(?:rendu|restitué|remboursé|reversé|recrédité)",
            r"\bremboursement (?:vous )?(?:arrive|arrivera|part|partira|tombe|tombera)\b",
        ),
        Slip.COMPENSATION: (
            r"\b(?:dédommager|indemniser|compenser)(?:ons|ai|a)\b",
            r"\b(?:nous allons|je vais|on va) (?:vous )?(?:dédommager|indemniser)",
            rf"\b(?:nous|je|on) vous (?:offr|accord|donn|enverr)\w*{_GAP}{_FR_GIFT}",
            rf"\bvous (?:recevrez|aurez|bénéficierez){_GAP}{_FR_GIFT}",
            rf"\b(?:nous|on|je) vous (?:réserv|gard|ajout|gliss|mets? de côté|mettons de côté)\w*{_GAP}{_FR_GIFT}",
            (
                rf"\b(?:avoir|bon|crédit|cadeau|geste)\b{_GAP}\b(?:arrive|arrivera|vous attend"
                rf"|est en route|sera crédité)\b"
            ),
            r"\b(?:est|sont|sera|seront) (?:pour nous|à nos frais)\b|\bvous (?:est|sont|sera|seront) offerte?s?\b",
        ),
        Slip.DATE: (
            (
                rf"\b(?:arriver(?:a|ont)|partira|(?:sera|seront) (?:\w+ )?(?:livré|réparé|résolu"
                rf"|rétabli|corrigé|expédié"
                rf"|remboursé|crédité|chez vous|prêt|disponible)\w*|recevrez (?:votre|vos|le|la|les)"
                rf"|aurez (?:votre|vos|le|la|les))"
                rf"{_GAP}\b{_FR_DAY}"
            ),
            rf"\b(?:sera|seront)\b{_GAP}\b{_FR_DAY}",
            (
                rf"\b(?:fonctionnera|reviendra|passera|viendra|sortira|sort|arrive|repart|part|revient"
                rf"|quitte)\b(?! vers)"
                rf"{_GAP}\b{_FR_DAY}"
            ),
        ),
        Slip.GUARANTEE: (
            (
                r"\b(?:notre|ma) parole\b|\baucun doute\b|\bpour toujours\b|\b(?:réglée?|réparée?"
                r"|résolue?) pour de bon\b"
            ),
            r"\b(?:nous|je) (?:vous (?:le |l')?)?(?:garantis|promets|promettons)",
            r"\b(?:nous|je) vous assur(?:e|ons)\b",
            (
                r"\bsoyez (?:\w+ )?(?:certaine?s?|sûre?s?|assurée?s?|tranquilles?)\b"
                r"|\bvous pouvez (?:en )?être (?:certaine?s?|sûre?s?)\b"
                r"|\b(?:je m'engage|nous nous engageons)\b(?: \w+)? à ce qu|\bcomptez sur (?:nous|moi)\b"
            ),
            r"\bne se re?produira (?:pas|plus)\b",
            r"\b(?:n'arrivera|ne se passera) (?:pas|plus)\b",
            r"\bplus jamais\b",
        ),
        Slip.LIABILITY: (
            r"\bnous (?:en )?(?:sommes|étions) (?:\w+ )?(?:responsables|coupables|en tort|fautifs)",
            (
                r"\b(?:négligence|notre imprudence)\b|\bnotre \w+ (?:qui )?(?:vous |l')?a (?:causé|blessé|brûlé"
                r"|endommagé)"
            ),
            r"\bnotre (?:faute|responsabilité)\b",
            rf"\bnotre \w+{_GAP}\b(?:a|ont) (?:\w+ )?(?:causé|provoqué)",
            (
                r"\b(?:notre|nos) (?:\w+ )?\w+ (?:a|ont) été (?:\w+ )?(?:négligent|imprudent|fautif|fautive|inattenti)"
                r"|\bon est (?:\w+ )?(?:responsables|fautifs|en tort)\b|\bles torts sont (?:\w+ )?de notre côté\b"
            ),
            r"\bresponsabilité (?:légale|juridique|civile)",
            r"\b(?:enfreint|violé) (?:la loi|vos droits|le contrat)",
        ),
        Slip.BLAME: (
            r"\bvous auriez dû (?!recevoir|avoir|être|voir)",
            r"\b(?:votre (?:propre )?(?:faute|erreur)|de votre faute)\b",
            r"\bvous (?:n'avez pas|n'avez même pas) (?:lu|suivi|vérifié|écouté|respecté)",
            r"\bvous avez (?:oublié|négligé|omis|refusé)\b",
            r"\bparce que vous\b",
            r"\bcalmez-vous\b|\bsi vous aviez (?:lu|regardé|vérifié|suivi)|\bla plupart des (?:gens|clients) y\b",
            r"\b(?:arrêter|arrêtez|cessez|cesser) de (?:publier|vous plaindre|demander|crier)",
            r"\bcomme (?:nous|je) (?:vous )?(?:l')?(?:avons|ai|avions)?(?: déjà)? ?(?:dit|expliqué|indiqué|précisé)",
            r"\bcomme (?:nous|je) vous l'(?:avons|ai)(?: déjà)? (?:dit|expliqué|indiqué)",
            r"\bavant de vous plaindre",
        ),
        Slip.EXCUSE: (
            rf"\b(?:désolée?s?|navrée?s?|pardon|excus\w+)\b{_GAP}\bmais\b",
            r"\bdésolée?s? (?:que vous (?:le preniez|vous sentiez|ressentiez|pensiez)|si\b)",
            rf"\b(?:désolée?s?|navrée?s?|pardon)\b{_GAP}\bc'est (?:juste )?que\b",
        ),
    },
}
_COMPILED = [
    (slip, re.compile("|".join(forms), re.IGNORECASE)) for lists in _WORDS.values() for slip, forms in lists.items()
]
_ASKED = re.compile(
    r"\byour (?:full )?(?:order|account|customer|card|phone|telephone|tracking) (?:number|no|id)\b"
    r"|\byour (?:e-?mail|"
    r"(?:home |postal |delivery |street )?address|password|date of birth|full name|surname|postcode"
    r"|postal code|bank details|iban"
    r"|(?:booking|order|payment) reference)\b|\b(?:which|what) (?:e-?mail|phone|address)\b|\bquelle adresse\b|"
    r"\b(?:votre|vos) (?:num[ée]ro de (?:commande|compte|client|carte|t[ée]l[ée]phone|suivi)|adresse"
    r"|courriel|e-?mail|"
    r"mot de passe|date de naissance|nom (?:complet|de famille)|référence de (?:commande|réservation)"
    r"|code postal|coordonn[ée]es|iban)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\?|\b(?:please|send|reply|tell|give|share|post|provide|confirm|need|comment|answer|drop|leave)\b|"
    r"\b(?:merci d[e']|laissez|veuillez|envoyez|r[ée]pondez|dites|donnez|indiquez|communiquez|confirmez"
    r"|besoin|fournir|publiez)",
    re.IGNORECASE,
)
_IN_PRIVATE = re.compile(
    r"\bprivate|\bdm\b|direct message|\binbox\b|\bby (?:e-?mail|phone)\b|\bpriv[ée]e?s?\b|\bmp\b|messagerie",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:do not|don't|never|no need|without)\b|\bn(?:'|e )\w+(?: \w+)? (?:pas|jamais)\b|\bsans\b"
    r"|\b(?:have|has|changed|"
    r"updated|avons|reset(?:ting)?|réinitialis\w+)\b",
    re.IGNORECASE,
)
# what nobody knows yet is no promise
_UNSURE = re.compile(r"\b(?:if|whether|could|might|si|s'il|s'ils|pourrait|peut-être)\b[^.!?]*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_SHOUTED = re.compile(r"(?<![A-ZÀ-Ý]['-])(?:\b[A-ZÀ-Ý]['A-ZÀ-Ý-]+[\s!?]+){2,8}[A-ZÀ-Ý]['A-ZÀ-Ý-]+\b")


def slips(text: str) -> Iterator[Slipped]:
    """What should not stand in an answer, each sort once; both languages are looked for, since drafts mix them."""
    seen: set[Slip] = set()
    for slip, form in _COMPILED:
        found = _first(slip, form, text)
        if found and slip not in seen:
            seen.add(slip)
            yield Slipped(slip, found[0])
    if asked := asked_in_public(text):
        yield Slipped(Slip.ASKS, asked)
    if shouted := _SHOUTED.search(text):
        yield Slipped(Slip.CAPITALS, shouted[0])


def _first(slip: Slip, form: re.Pattern[str], text: str) -> re.Match[str] | None:
    sure = (
        found for found in form.finditer(text) if slip is not Slip.DATE or not _UNSURE.search(text, 0, found.start())
    )
    return next(sure, None)


def asked_in_public(text: str) -> str:
    """The first personal data that a text asks for without naming a private way to send it, or nothing."""
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        asked = _ASKED.search(sentence)
        is_asking = _ASKING.search(sentence) and not _NOT_ASKED.search(sentence)
        if asked and is_asking and not _IN_PRIVATE.search(sentence):
            return asked[0]
    return ""
