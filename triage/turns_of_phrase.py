"""Words that do not mean what stands there: faults that are denied, figures of speech, and thanks that are none."""

import re

_FAULT_EN = (
    r"(?:rude|impolite|disrespectful|condescending|dismissive|unprofessional|unfriendly|pushy|overpriced|expensive"
    r"|pricey"
    r"|dirty|filthy|unclean|smelly|broken|damaged|cracked|crushed|dented|torn|faulty|defective|late|delayed|cold|raw"
    r"|soggy"
    r"|stale|missing|lost|wrong|bad|disappoint\w+|boring|delays?|damage|a problem|a rip-?off|a scam)"
)
_FAULT_FR = (
    r"(?:impoli|malpoli|desagreable|irrespectueu|meprisant|grossi|agressi|condescendan|odieu|arrogan|antipathique"
    r"|chere?"
    r"|sale|crasseu|casse|brise|abime|endommage|dechire|defectueu|(?:en )?retard|froide?|crue?|rassis|perdu|mauvais|mal"
    r"|decu|decevant|ennuyeu|une arnaque)\w*"
)
# "not just rude" says more, not less
_DENIED = re.compile(
    r"\b(?:(?:was|were|is|are|has|have|had|did|does|do)n'?t|not|never|nothing (?:was|is|came|arrived)|nobody (?:was|is)"
    r"|no one (?:was|is)|neither|nor|far from|anything but|hardly|no|without(?: any| a)?)"
    rf" (?:(?:at all|once|ever|even|too|so|that|very|really|particularly|remotely|a bit|been|being|to be|come|came"
    rf"|arrived?|feel|seem|get|the least bit) ){{0,6}}"
    rf"{_FAULT_EN}\b(?: (?:at all|for once|in the least|whatsoever)\b)?"
    rf"|\b(?:n'|ne )(?:\w+ ){{1,2}}?(?:pas|jamais|aucunement|nullement|point) (?:(?:du tout|ete|trop|si|tres|vraiment"
    rf"|arrivee?s?|meme) ){{0,6}}{_FAULT_FR}\b(?: du tout\b)?"
    rf"|\b(?:rien|personne) n(?:'|e )(?:(?:a|ont|est|etait|sont|jamais|ete|fut) ){{1,4}}{_FAULT_FR}\b"
    rf"|\b(?:pas|ni|jamais|rien d'|loin d'etre|sans (?:vouloir )?etre|aucune? \w+)"
    rf" ?(?:(?:du tout|trop|si|tres|vraiment|etre|ete|eu de) ){{0,6}}{_FAULT_FR}\b(?: du tout\b)?"
)
# faults by their names: "no issues", "not a single scratch", "pas le moindre souci"
_NOUN_EN = (
    r"(?:issues?|problems?|complaints?|hitch(?:es)?|hiccups?|glitch(?:es)?|fuss|troubles?|hassles?|flaws?|faults?"
    r"|regrets?|scratch(?:es)?|errors?|mistakes?|dents?|drama|worries|worry|snags?|bugs?|defects?|delays?|damage"
    r"|breakages?"
    r"|cracks?|stains?|pain|queues?|stress|quibbles?|niggles?|gripes?|blemish(?:es)?|bother|mishaps?|difficult(?:y|ies)"
    r"|disappointments?|downsides?|drawbacks?|surprises?|leaks?|crash(?:es)?|outages?|hidden (?:fees|costs|charges))"
)
_NOUN_FR = (
    r"(?:defauts?|soucis?|problemes?|accrocs?|erreurs?|retards?|attente|plaintes?|reproches?|regrets?|fautes?"
    r"|fausses? notes?|bemols?|rayures?|egratignures?|casse|degats?|dommages?|imprevus?|galeres?|tracas|encombres?"
    r"|anicroches?|incidents?|pannes?|bugs?|bogues?|douleurs?|deceptions?|arnaques?|stress|surprises?|couacs?|hics?"
    r"|pepins?"
    r"|difficultes?|desagrements?|inconvenients?|dechets?|taches?|traces?|fuites?|coupures?|mal|negatif|critiques?)"
)
_KEPT_EN = r"(?! (?:\w+ ){0,4}?(?:solved|fixed|answered|resolved|handled|heard|addressed|dealt|acknowledged)\b)"
_KEPT_FR = r"(?! (?:(?:\w+ ){0,2}n(?:'|e )(?:\w+ ){0,3}?)?(?:resolu|regle|corrige|traite|repare|pris en charge)\w*)"
_NO_FAULT = re.compile(
    r"\b(?:no|zero|nil|without(?: an?| any| one| a single)?|not(?: an?| any| one| the)(?: single)?|free of|hardly any"
    r"|never(?: \w+){0,2}? (?:an?|any|one)|n't (?:had|have|find|found|see|seen|noticed?)(?: an?| any"
    r"| one)?(?: single)?) "
    r"(?:(?:single|real|major|minor|visible|slightest|other|little|small|tiny|technical|nasty|unpleasant|bad"
    r"|more) ){0,4}"
    rf"{_NOUN_EN}\b(?: (?:at all|whatsoever|so far))?{_KEPT_EN}"
    r"|\bnothing (?:wrong|to complain about|bad to say|negative)\b|\b(?:cannot|can't|couldn't|could not|can not) "
    r"(?:fault|complain|go wrong)\b|\bno (?:cause|reason) (?:for complaint|to complain)\b|\bno questions asked\b"
    r"|\bnot? (?:a )?(?:wait|waiting)(?: time)? at all\b"
    r"|\b(?:pas|ni|sans|aucune?|zero|nulle?|jamais) (?:(?:l'ombre d'une?|eu|une?|le|la|seule?|moindre|aucune?|vrai"
    r"|vraie|gros|grosse|petite?|mauvaise|de|d'|ete|connu|rencontre) ?){0,5}"
    rf"{_NOUN_FR}\b(?: (?:que ce soit|visibles?|notables?|majeurs?|particuliers?|a signaler|a deplorer))?{_KEPT_FR}"
    r"|\brien (?:a (?:redire|signaler|reprocher|dire)|de (?:mal|negatif|grave))\b"
)
# "no problem" alone only says that something may be
_UNTROUBLED = re.compile(
    r"\b(?:no (?:issues|problems|complaints|regrets|hiccups|hassle|fuss)|zero (?:issues?|problems?|complaints?|regrets?"
    r"|hassle|fuss)|(?:no|not an?|never an?|without an?y?|not one|not a single"
    r"|without a single) (?:single )?(?:issue|problem"
    r"|complaint|regret|hitch|hiccup|hassle|flaw|quibble)(?: (?:at all|whatsoever))?)\b"
    rf"(?<!no problem)(?<!no issue){_KEPT_EN}"
    r"|\b(?:(?:aucune?|zero|pas (?:le|la) moindre|sans (?:aucune?|le moindre|la moindre)|pas une? seule?"
    r"|jamais (?:eu )?(?:le moindre|la moindre|d'|de|une?)) (?:souci|probleme|accroc|reproche|regret|bemol|fausse note"
    r"|defaut|couac)s?|sans (?:accroc|souci|encombre|fausse note|bemol|couac)s?)\b"
    rf"{_KEPT_FR}"
)
_FIGURES = re.compile(
    r"\bcall me (?:crazy|mad|old[- ]fashioned|naive|cynical|silly|stupid|weird|picky|paranoid|dramatic|an? \w+)\b"
    r"|\btrain of thought\b|\btrain[- ]wrecks?\b|\bgravy train\b|\bmissed the boat\b"
    r"|\bdying (?:to|for|of (?:laugh\w*|boredom|hunger|thirst|curiosity|embarrassment|heat))\b"
    r"|\bto die for\b|\bdie[ds]? (?:of )?(?:laugh\w*|happy|inside)\b"
    r"|\bdead (?:set|serious|tired|wrong|right|easy|simple|sure|certain|good|cheap|silent|funny)\b"
    r"|\b(?:killed|killing|kills|kill) (?:it|me|the (?:mood|vibe|game|time))\b|\b(?:kill|killer) for\b"
    r"|\b(?:social|financial|commercial|brand|career) suicide\b"
    # what can happen to a person or a thing is left as it stands: a charger sets curtains on fire
    r"|\b(?:had|has|have) (?:me|us|everyone) in stitches\b"
    r"|\bspark(?:s|ed)? (?:joy|(?:my |an? )?(?:interest|idea|debate))\b"
    r"|\bset the (?:world|stage|internet|dance ?floor) on fire\b"
    r"|\b(?:got|get|had) (?:a |the |quite a )?(?:shock|fright) (?:of my life )?"
    r"(?:(?:at|on seeing|seeing|reading|opening|when (?:i|we) (?:saw|read|opened|got)) (?:the|my|your|our|this|that) "
    r"(?:price|bill|invoice|total|quote|amount|statement|mail|email|letter)s?)\b"
    r"|\b(?:inbox|prices?|sales|he|she|they|i|twitter|comments) exploded\b|\bmind (?:just )?exploded\b"
    r"|\bburn(?:s|ed|t)? (?:a hole in my (?:pocket|wallet|budget)|my (?:bridges|money|cash|savings|time))\b"
    r"|\bfell apart laughing\b"
    r"|\bbroke (?:the (?:ice|bank|internet)|my heart)\b"
    r"|\b(?:traitez|appelez)[- ]moi (?:de )?(?:fou|folle|naive?|vieux jeu|\w+ si)\b"
    r"|\ben train d[e']|\btrain[- ]train\b|\btrain de vie\b|\bc'est du vol\b|\bmort(?:e|s|es)? (?:de|d') ?"
    r"(?:rire|faim|soif|fatigue|froid|peur|chaud|honte|envie)\b|\ba mourir de rire\b|\btue l'ambiance\b"
    r"|\b(?:donne|le) feu vert\b|\bcoup de (?:feu|coeur|foudre)\b|\bprix (?:qui )?explos\w+\b|\bexplos\w+ de rire\b"
)
_BAD_EN = (
    r"(?:los(?:ing|t)|break(?:ing)?|broke\w*|ruin\w*|spoil\w*|wast\w*|cancel\w*|delay\w*|ignor\w*|mess\w*|screw\w*"
    r"|forget\w*"
    r"|destroy\w*|overcharg\w*|scamm\w*|wreck\w*|rip(?:ped|ping)|lying|lied)"
)
_BAD_FR = (
    r"(?:retards?|attente|attendre|perdue?s?|perdre|pannes?|oubli\w*|annul\w*|honte|gach\w*|arnaque\w*|mepris\w*"
    r"|ignor\w*"
    r"|menson\w*|mentir|casse\w*|poireauter|rate(?:e|es|s)?|heures? (?:dehors|d'attente|au telephone|de retard"
    r"|de queue|perdues?))"
)
_MOCKING = re.compile(
    r"\bthank(?:s| you)(?: so much| a lot| very much| a bunch| again)?,? for "
    rf"(?:nothing|absolutely nothing|(?:\w+ ){{0,2}}{_BAD_EN}|making (?:me|us) (?:wait|late|miss)"
    r"|charging (?:me|us)|leaving (?:me|us)|the (?:delay|cold|wait|headache))\b"
    rf"|\b(?:thanks|thank you|cheers) for (?:the|a|another|my|our) {_BAD_EN} (?:hour|morning|afternoon|day|evening"
    rf"|night"
    r"|weekend|week|trip|holiday|birthday|anniversary)\b"
    rf"|\bso (?:helpful|kind|nice|generous|thoughtful) of you to (?:hang|leave|{_BAD_EN})\b|\bquel exploit\b"
    r"|\b(?:great|good|nice|excellent|wonderful|fantastic|amazing|brilliant|awesome|superb|stellar) (?:job|work|way) "
    rf"(?:on |at |of )?(?:\w+ )?{_BAD_EN}\b"
    rf"|\b(?:well done|congrat\w*|kudos|bravo|cheers)\b[^.!?\n]{{0,25}}\b(?:(?:for|on|at|you) (?:\w+ )?{_BAD_EN}"
    r"|another (?:hour|day|week|evening))\b"
    r"|\b(?:love|loving|enjoy|enjoying|adore) (?:being (?:\w+ )?(?:charged|billed|ignored|lied|treated|overcharged"
    r"|hung|kept"
    r"|told|robbed|scammed|left)|waiting|paying (?:twice|double|for nothing)|it when you(?:r \w+)? (?:lose|break"
    r"|ignore|cancel"
    r"|never|don't|charge))\b"
    r"|\bslow clap\b|\bsaid no ?(?:one|body) ever\b|\bwish i could (?:say|give|recommend)\b|(?:^|\s)/s\b"
    r"|\bmerci (?:bien |beaucoup )?(?:pour|de|d')\s?(?:rien(?! du tout de mal)"
    rf"|(?:(?:m'|nous |l'|le |la |les |votre |vos |ce |cette |avoir |fait |ces ) ?){{0,6}}{_BAD_FR}"
    rf"|(?:ce|cet|cette|une?|votre|mon|ma|notre) \w+ {_BAD_FR})\b"
    rf"|\b(?:bravo|felicitations|chapeau|beau travail|bien joue|bel exploit)\b(?![^.!?\n]*\b(?:malgre|rattrap|sans))"
    rf"[^.!?\n]{{0,35}}\b{_BAD_FR}\b"
    r"|\bj'adore (?:etre|me faire|attendre|payer|quand vous) ?(?:preleve\w*|facture\w*|ignore\w*|arnaqu\w*|deux fois"
    r"|pour rien"
    r"|raccroch\w*)?\b(?=[^.!?\n]*\b(?:preleve|factur|ignor|arnaqu|deux fois|pour rien|attend|raccroch|heures?))"
)


def literally(folded: str) -> str:
    """A text without the faults that it denies and without figures of speech, which only sound like a matter."""
    return _FIGURES.sub(" ", _NO_FAULT.sub(" ", _DENIED.sub(" ", folded)))


def is_untroubled(folded: str) -> bool:
    """Whether a text says that there was no trouble at all, which is praise without a glad word."""
    return _UNTROUBLED.search(folded) is not None


def is_mocking(folded: str) -> bool:
    """Whether a text thanks or praises for something that nobody is thanked for."""
    return _MOCKING.search(folded) is not None
