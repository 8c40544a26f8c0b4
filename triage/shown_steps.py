"""Which of the six steps a draft shows, by its words, in English and French."""

import re
from collections.abc import Mapping

from triage.playbook import Step

_SIGNS: Mapping[str, Mapping[Step, tuple[str, ...]]] = {
    "en": {
        Step.ACKNOWLEDGE: (
            r"\b(?:i|we)(?: can| do| fully| completely)? (?:understand|hear you|realise|realize|imagine)\b",
            r"\bi (?:can )?(?:see|know) (?:why|how|that you)\b",
            r"\b(?:frustrat|annoying|stressful|upset|disappoint|worr(?:y|ied|ying)|unacceptable|inconvenien)",
            r"\b(?:every )?right to be\b|\byou(?:'re| are) right\b|\bmust (?:be|have been)\b",
            r"\bthank(?:s| you) for (?:telling|letting|flagging|reporting|bringing|pointing|your patience|waiting)",
            r"\b(?:maddening|painful|exhausting|no fun|drive (?:anyone|you) \w+|let you down)\b",
            r"\b(?:far too|a (?:very )?long (?:time|wait)|too long)\b",
            r"\byou should not have (?:had|been)\b|\bnot (?:what|the \w+) you (?:expect|deserve|paid)",
        ),
        Step.APOLOGISE: (r"\b(?:sorry|apolog(?:y|ies|i[sz]e)|regret|my bad)\b",),
        Step.CLARIFY: (
            r"\?",
            r"\bto be sure\b",
            r"\b(?:tell|let) us know (?:which|what|when|where|whether)\b",
            r"\b(?:send|message|write)\b[^.!?]{0,40}\bprivate\w*\b[^.!?]{0,20}\bwith\b",
        ),
        Step.OPTIONS: (
            r"\byou (?:can|could|may)\b[^.!?]{0,80}, or\b",
            r"\byou (?:can|could|may) (?:choose|pick|also|have|either|collect|return|exchange|keep|swap)",
            r"\b(?:two|three) (?:ways|options|choices)\b|\beither\b|\bwhichever\b|\bas you prefer\b",
            r"\b(?:replacement|refund|exchange|credit|repair|swap)\b[^.!?]{0,60}\bor\b|\byour (?:pick|choice|call)\b",
            r"\b(?:would you (?:rather|prefer|like)|do you prefer)\b|\bwhat (?:i|we) can (?:do|offer)\b",
            r"\b(?:we|i) can (?:also )?(?:offer|send|replace|repair|cancel|exchange|swap|keep|arrange|credit)",
        ),
        Step.ACT: (
            (
                r"\b(?:i|we|our \w+)(?:'m|'re| am| are| is) (?:now |also |already |just )*(?!sorry|getting"
                r"|having)\w+ing\b"
            ),
            (
                r"\b(?:i|we)(?:'ll| will) (?:now |also |then |personally )?(?:ask|call|check|come back|follow"
                r"|get back|look|post|reply"
                r"|ring|send|start|update|write|be in touch|let you know)\b"
            ),
            r"\b(?:i|we)(?:'ve| have) (?:just |now |already )*(?:asked|passed|sent|started|opened|raised|written)\b",
            r"\bleave it with (?:me|us)\b|\byou(?:'ll| will) hear (?:back|from)\b|\bi shall\b",
            r"\bwill (?:write to|contact|call|get back to|message) you\b",
            r"\bwill (?:write|post|reply|report|be back) here\b",
            r"\b(?:i am|i'm|we are|we're) on (?:it|this)\b",
            r"\bour (?:\w+ )?(?:team|manager|driver|technician) (?:calls|rings|writes to) you\b",
        ),
    },
    "fr": {
        Step.ACKNOWLEDGE: (
            r"\b(?:je|nous) (?:vous )?(?:comprends|comprenons|entends|entendons|imagine|mesure)",
            r"\bje (?:vois|sais) (?:bien )?(?:pourquoi|combien|que vous)\b",
            (
                r"\b(?:frustrant|pénible|éprouvant|agaçant|stressant|décevant|inquiétant|inadmissible"
                r"|contrariant|fâcheux)"
            ),
            r"\b(?:déception|colère|déçue?s?|inquiétude|agacement|mécontentement|frustration)\b",
            r"\b(?:vous avez (?:toutes les raisons|raison|tout à fait raison))\b",
            r"\bmerci (?:de nous avoir|de nous le|pour votre (?:patience|message|signalement))",
            r"\b(?:exaspérant|douloureu(?:x|se)|épuisant|perdre patience|triste(?:sse)?)\b",
            r"\b(?:bien|beaucoup|trop) (?:longue attente|longtemps|long)\b|\blongue attente\b",
            r"\bvous n'auriez pas dû\b",
        ),
        Step.APOLOGISE: (r"\b(?:désolée?s?|navrée?s?|pardon|excus(?:es?|ons)|regrett(?:e|ons))\b",),
        Step.CLARIFY: (
            r"\?",
            r"\bpour être sûre?s?\b",
            r"\b(?:dites|précisez)[- ]\w+ (?:si|quel|quand|où)\b",
            r"\b(?:envoyez|écrivez|indiquez|transmettez)\b[^.!?]{0,60}\b(?:privé|messagerie|mp)\b",
        ),
        Step.OPTIONS: (
            r"\bvous (?:pouvez|pourriez) (?:choisir|aussi|également|soit|le |la |les |retirer|échanger|garder)",
            r"\b(?:deux|trois) (?:solutions|possibilités|options|choix)\b|\bà votre choix\b|\bcomme il vous plaira\b",
            (
                r"\b(?:échang\w+|remboursement|avoir|réparation)\b[^.!?]{0,60}\bou\b|\bc'est vous qui (?:voyez"
                r"|choisissez)\b"
            ),
            r"\bpréférez-vous\b|\bpréféreriez-vous\b|\bsouhaitez-vous\b",
            (
                r"\b(?:nous|je) (?:pouvons|peux) (?:aussi |vous )?(?:l'|le |la |les )?(?:proposer|offrir"
                r"|envoyer|remplacer|réparer|annuler|échanger"
                r"|garder)"
            ),
        ),
        Step.ACT: (
            (
                r"\bje (?:m'en (?:occupe|charge)|vérifie|regarde|demande|transmets|porte|fais|lance|relance"
                r"|cherche|suis (?:cela|votre))\b"
            ),
            r"\bnous (?:vérifions|regardons|demandons|transmettons|lançons|cherchons|suivons|nous en occupons)\b",
            (
                r"\b(?:je|nous) (?:la|le|les|vous (?:en |l')?)\s?(?:suis|écris|réponds|recontacte|appelle"
                r"|téléphone|réserve|rappelle|tiens"
                r"|écrirons|répondrons|recontacterons|rappellerons)\b"
            ),
            (
                r"\b(?:aurez de (?:mes|nos) nouvelles|(?:vous )?donn(?:e|ons|erai|erons) des nouvelles"
                r"|je surveille|en main)\b"
            ),
            r"\b(?:je|nous) (?:reviens|revenons|reviendrai|reviendrons|repasse|repassons|publie|publions)\b",
            r"\b(?:j'ai|nous avons) (?:déjà |bien )?(?:transmis|demandé|envoyé|ouvert|lancé|écrit|signalé)\b",
            (
                r"\b(?:vous (?:écrit|répond|contacte|rappelle))\b|\bvérifierai\b|\bje viens de? ?(?:d')?\w+er\b"
                r"|\bje viens d'\w+"
            ),
        ),
    },
}
_COMPILED = {
    lang: {step: re.compile("|".join(forms), re.IGNORECASE) for step, forms in signs.items()}
    for lang, signs in _SIGNS.items()
}


def steps_shown(text: str, *, lang: str) -> frozenset[Step]:
    """The steps whose words stand in a text; a language without lists of its own is read by all."""
    lists = [_COMPILED[lang]] if lang in _COMPILED else list(_COMPILED.values())
    return frozenset(step for signs in lists for step, form in signs.items() if form.search(text))
