"""What stands sour in words that sound glad: bad words and happenings, less those that were mended or overcome."""

import re

_BAD_EN = (
    r"(?:threw|thrown|kick(?:ed|s|ing)(?! (?:butt|ass|off)\b)|smash\w*|dump(?:ed|s|ing)|dropped(?! (?:off|by|in)\b)"
    r"|drops? (?:every|out|all|constantly)|soak\w*|flood(?:s|ed|ing)?|leak\w*|scratch\w*|dent(?:s|ed)|crack(?:s|ed)"
    r"|tore|torn|ripped|broke|broken|breaks|breaking|crush(?:ed|ing)|ruin\w*|spoil\w*|wreck\w*|destroy\w*|damag\w*"
    r"|melted|burn(?:t|ed)|stain(?:s|ed)|rust(?:s|ed|y)|jammed|crash(?:es|ed|ing)|froze|quits|died|dies|collaps\w*"
    r"|f(?:ell|alls?) (?:apart|off|over|to (?:pieces|bits))|stopped|went dead|lost(?! (?:\w+ )?(?:kilos?|kg|pounds|lbs"
    r"|weight|stone)\b)|los(?:e|es|ing)(?! weight)|stole|stolen|stealing|robb\w+|cheat\w*|lied|lies|lying|ignor\w+"
    r"|insult\w*|yell\w*|scream\w*|shouted|shouting|laugh\w* at|h(?:u|a)ng(?:s|ing)? up|refus\w+|reject\w+|denied"
    r"|denies|block(?:ed|s|ing)|delet\w+|(?<!noise )(?<!noise-)cancel\w*|delay\w*"
    r"|postpon\w+|overcharg\w*|charg(?:ed|es|ing) (?:me|us|my|our|twice|double|for)|billed|bill (?:me|us)"
    r"|took (?:my|our|the) money|fees|hidden (?:fees?|costs?|charges?)|expired|forgot\w*|forgets"
    r"|missed (?:my|our|the|a|two|three)|missing|wast(?:e|ed|es|ing)|waited|waiting (?:for|on|since|in)|kept waiting"
    r"|queu(?:ed|ing)|stuck|stranded|trapped|ghosted|unanswered|wrong|worst|worse|useless|terrible|awful|horrible"
    r"|disgust\w*|pathetic|incompeten\w+|rude\w*|lazy|dirty|filth\w*|stink\w*|stench|smelly"
    r"|smell\w* (?:like|of) (?:a |an )?(?:wet|smoke|sew\w+|urine|piss|rot\w*|feet|damp|mou?ld)|mou?ld\w*"
    r"|(?:cock)?roach\w*|rats|mice|bed ?bugs|soggy|stale|rotten|raw|undercooked|overcooked|inedible|lukewarm"
    r"|(?:me|us|him|her|was|were|been|kids) sick|vomit\w*|poison\w*|nightmare|disaster|mess|headaches?|outages?"
    r"|scam\w*|fraud\w*|thie(?:f|ves)|theft|crooks?|rip-?offs?|robbery|liars?|(?:bunch|pack) of"
    r"|(?:in|to) (?:small claims )?court|lawsuit|sue (?:you|them)|suing|(?:my|our|a) (?:lawyer|attorney|solicitor)s?"
    r"|ombuds\w+|bailiffs?|debt collect\w+|small claims|trading standards|complain\w*|on hold|no[- ]?shows?"
    r"|never (?:showed|shows|c[ao]mes?|arriv\w+|answer\w*|repl\w+|call\w*|return\w*|visits?|works?|again"
    r"|to (?:book|buy|come|return|go|order|use))|(?<!open )late|overdue|(?:hours?|weeks?|months?) (?:late|without"
    r"|in line|in a queue|waiting|on the phone)|without (?:notice|warning|heat\w*|water|power|electricity|asking"
    r"|telling|consent|(?:an? |any )?(?:word|reason|apology|answer|reply|explanation))|until (?:today|now|yesterday"
    r"|this|last)|by accident|shame|hurts?|(?:to|and) (?:leave|quit|be rid of|get rid of|be done with) (?:you|your"
    r"|this|them)\b|(?:over|off|go|going|switch\w*|moved?|moving) to (?:an? |your |the )?competit\w+|goodbye|however)"
)
_BAD_FR = (
    r"(?:arnaqu\w*|escro\w*|voleu\w+|(?:m'a|m'ont|nous a|ete) vole\w*|tribuna\w+|huissier\w*|(?:mon|notre|nos|mes"
    r"|un) avocate?s?|porte\w* plainte|plaintes?|mise en demeure|prud'hommes|quitter|adieu|(?:chez|a) (?:la |une? "
    r"|votre |vos |les )?concurren\w+|(?:voir|aller) ailleurs|plus jamais|jamais plus|derniere fois"
    r"|(?:balanc|jet|lanc|flanqu|ecras|pietin|secou)(?:e|ee|er|ent|es) (?:mon|ma|mes|le|la|les|notre|nos|par|dans"
    r"|devant|au)|casse(?:e|es|s|r|nt)?|brisee?s?|abim\w*|deterior\w*|endommag\w*|rayures?|rayee?s?|raye|dechir\w*"
    r"|fissur\w*|felee?s?|moisi\w*|punaises|cafards?|rats|puent?|puait|sales?|crasse\w*|degout\w*|immangeable\w*"
    r"|(?:douche|eau|soupe|plat|pizza|cafe|repas|frites)s? (?:\w+ )?froide?s?|tiedes?|fuites?|fuit|inond\w*|trempee?s?"
    r"|pannes?|coupures?|plantages?|bloqu\w*|coincee?s?|deconnect\w*|raccroch\w*|annul\w*|supprim\w*|retards?"
    r"|perdu\w*(?! (?:\w+ )?(?:kilos?|kg|du poids))|perdre|egar(?:e|ee|es)|disparu\w*|oublie(?:e|es|s|z|r)?"
    r"|(?:ai|a|ont|avons|avez|fait|ete|tout) ratee?s?|loupe(?:e|es|s)?|gach\w*|ruin\w*|detrui\w*|massacr\w*|refus\w*"
    r"|ignor\w*|mepris\w*|moqu\w*|insult\w*|engueul\w*|hurl\w*|humili\w*|ment(?:i|ent|ez|ir)|mensong\w*|menteu\w*"
    r"|trompe(?:e|es|r|s)?|erreurs?|attendre|attends (?:toujours|encore|depuis)|attente"
    r"|(?:heures?|minutes|semaines?|jours|mois) (?:de (?:retard|queue|musique|file)|au telephone|debout|pour (?:une?"
    r"|rien|avoir|joindre)\b)|debout|frais (?:cache|supplement|abusi|inattendu)\w*|surfactur\w*"
    r"|(?:pay|factur|prelev|debit)\w* (?:deux fois|plein tarif|le plein tarif|pour rien|en double|en trop)|pour rien"
    r"|augment(?:e|ent|ation)|hors de prix|trop chere?s?|sans (?:prevenir|explication|raison|excuses?|chauffage|eau"
    r"|electricite|internet|courant|nouvelles|reponse|reseau|lumiere|ascenseur|rien dire|un mot|autorisation|accord)"
    r"|(?:marche|fonctionne|passe|couvre|repond|sert|tient|charge|ferme|ouvre)(?:nt|z)? (?:pas|plus|jamais|rien)"
    r"|jamais (?:ete )?(?:venu|recu|arriv|resili|rappel|repondu|vu|present|passe|livr|rembours)\w*|toujours pas"
    r"|traine(?:nt)?|trop tard|cauchemar\w*|catastroph\w*|enfer|galeres?|hont\w+|scandal\w*|inadmissible\w*"
    r"|incompeten\w*|pires?|voyous?|bande d|clowns?|foutage|foutue?s?|fichue?s?|malades|intoxi\w*|blesse\w*"
    r"|par contre|en revanche|jusqu'a (?:aujourd'hui|hier|ce)|pas fichus?)"
)
_BAD = rf"(?:{_BAD_EN}|{_BAD_FR})"
_MEND = (
    r"(?:fix(?:ed|ing|es)?|repair(?:ed|ing|s)?|mend(?:ed|ing|s)?|replac(?:e|ed|ing|es)|restor(?:ed|ing)|solv(?:ed|ing)"
    r"|resolv(?:ed|ing)|sorted|sorting|rescu(?:ed|ing)|recover(?:ed|ing)|retriev(?:ed|ing)|remov(?:ed|ing)"
    r"|spott(?:ed|ing)|unblock(?:ed|ing)|unclog\w+|dug|patch(?:ed|ing)|refund(?:ed|ing)|correct(?:ed|ing)|calm(?:ed"
    r"|ing)|handl(?:ed|ing)|dealt|rebook(?:ed|ing)|help(?:ed|ing)|prevent(?:ed|ing)|avoid(?:ed|ing)|sav(?:ed|ing)"
    r"|waiv(?:ed|ing)|cured|healed|(?:repar|remplac|rattrap|regl|resol|corrig|debloqu|rembours|sauv|colmat|soign|gueri"
    r"|nettoy|arrang|depann|recoll|soulag|degag|evit)(?:e|ee|es|ees|er|ez|ant|u|ue|i|ie)|remise? en|refaite?s?"
    r"|recousue?s?|retrouve (?:mon|ma|mes|notre|nos|le|la|les))"
)
_AT_ONCE = (
    r"(?:in (?:\w+ ){0,2}(?:minutes?|seconds?|no time)|within (?:\w+ )?(?:minutes?|hours?|the hour)|straight ?away"
    r"|right away|immediately|at once|(?:the )?(?:same|next) day|on another|put it right|made up for"
    r"|en (?:\w+ )?(?:minutes?|secondes?)|dans (?:l'heure|la journee|la foulee)|tout de suite|aussitot"
    r"|immediatement|le jour meme|le lendemain|aussi vite|rapidement|trouve (?:une? )(?:place|solution|autre))"
)
_FEARED = (
    r"(?:despite|in spite of|after|instead of|rather than|no more|free of|afraid|scared|feared|worried|dreaded"
    r"|expected|thought|from|malgre|en depit d[eu']?|apres|au lieu d[eu']?|plutot que|plus de|plus mal|craign\w+"
    r"|peur (?:de|que)|peur d'|cru|croyais|pensais|m'attendais)"
)
_UNHARMED = (
    r"(?:n't|\bnot|\bnever) (?:\w+ )?(?:leak|lost|lose|broken?|crash|scratch|rip|dent|crack|damage|fail|disappoint"
    r"|forg[oe]t|cheat|lie|insult|overcharge|let|hurt|spill|fade|rust|stain|shrink|shrunk|miss|slip|wobble|squeak"
    r"|melt)\w*\b"
    r"(?: (?:me|us) (?:off|down))?|\bn(?:'|e )\w+ (?:pas|jamais) (?:\w+ )?(?:fui|coul|cass|ray|ment|oubli|perdu|decu"
    r"|abim|rouill|bouge|retreci|lach|tromp|rat|manqu)\w*"
)
_REFUNDED = (
    r"\b(?:quick|fast|prompt|swift|instant|immediate|speedy|smooth) refund\b|\bthank(?:s| you)(?: so much| again"
    r"| very much)? for (?:the|my|a|your) (?:\w+ )?refund\b|\bwere? refunded\b"
)
# a fear and what mended it need their bad word: one alone takes nothing away
_OVERCOME = re.compile(
    rf"{_UNHARMED}|{_REFUNDED}|\b{_FEARED}\b[^.!?\n]{{0,45}}?\b{_BAD}\b"
    rf"|\b(?:sans|without) (?:\w+ )?{_BAD}\b"
    rf"|(?<!not )(?<!never )(?<!n't )(?<!refused to )(?<!pas )(?<!jamais )\b{_MEND}\b"
    rf"(?:(?! and | et | but | mais )[^.!?,;\n]){{0,40}}?\b{_BAD}\b"
    rf"|\b{_BAD}\b[^\n]{{0,80}}?(?<!not )(?<!never )(?<!n't )(?<!pas )(?<!jamais )(?<!pour )\b(?:{_MEND}|{_AT_ONCE})\b"
)
_SOUR = re.compile(rf"\b{_BAD}\b")
_CHEER = re.compile(
    r"^\W*(?:(?:well|oh|wow|ah|eh ben|ben|alors|just|simply|tout simplement),? )*"
    r"(?:great|awesome|wonderful|brilliant|fantastic|amazing|perfect|excellent|lovely|nice|superb|beautiful|well done"
    r"|congratulations|bravo|super|genial|parfait|formidable|magnifique|top|felicitations|merveilleux"
    r"|chapeau(?: l'artiste)?|(?:trop )?cool|chouette|superbe)\s*[,.:;!]+\s+(?=\w)"
)
_ASKING = re.compile(r"\b(?:please|pls|in advance|s'il (?:vous|te) plait|svp|stp|d'avance)\b")
_THANKS = re.compile(r"\b(?:thanks?(?: you)?|thx|cheers|merci)\b")
_LEARNT = re.compile(
    r"\b(?:happy|glad|thrilled|delighted|pleased) (?:to (?:learn|discover|find out)|i (?:paid|took))\b"
    r"|\b(?:ravie?s?|heureu\w+|contente?s?|enchantee?s?) (?:d'apprendre|de (?:savoir|constater|decouvrir))\b"
)
# what is good in small words: a cheer that goes on like this is meant
_KIND = re.compile(
    r"\b(?:quick\w*|fast|easy|eas(?:ily)|clean|friend\w*|helpful|kind\w*|tasty|delicious|exactly|on time|works?"
    r"|smooth\w*|comfortable|soft|warm|fresh|worth|thank\w*|well|rapide\w*|vite|facile\w*|propres?|efficace\w*"
    r"|gentil\w*|souriant\w*|exactement|a l'heure|douce?s?|frais|chaleureu\w+|bon|bonne|bien|merci|continue\w*|vivement"
    r"|soigne\w*|delicieu\w+|regal\w*|pratique\w*|complete?s?|complet|precise?s?|mieux|plaisir|fun|amusante?s?"
    r"|simple\w*|affordable|cheap\w*|perfectly|tout ce (?:qu|dont)|(?:all|everything) (?:i|we) (?:need|want)\w*)\b"
)


def without_overcome(folded: str) -> str:
    """A text without the bad things that it tells as mended, feared in vain, or made up for."""
    return _OVERCOME.sub(" ", folded)


def is_sour(folded: str) -> bool:
    """Whether something bad stands in a text that sounds glad."""
    return _SOUR.search(folded) is not None


def is_hollow(folded: str, *, glad: re.Pattern[str]) -> bool:
    """Whether a text cheers in a word and tells of something else, asks politely, or is glad to have learnt a thing."""
    if _LEARNT.search(folded):
        return True
    if _ASKING.search(folded) and glad.search(_THANKS.sub(" ", folded)) is None:
        return True
    cheer = _CHEER.match(folded)
    if cheer is None:
        return False
    rest = folded[cheer.end() :]
    return glad.search(rest) is None and _KIND.search(rest) is None
