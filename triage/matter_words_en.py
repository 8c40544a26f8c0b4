"""The words of matters in English, without capitals; each list says it for sure."""

from collections.abc import Mapping

from triage.matters import Matter

# up to some words of the same sentence
_NEAR = r"[^.!?\n]{0,45}?\b"
_NOT = r"(?:not|never|(?:has|have|did|does|do|is|was|wo|ca|could|are|were)n[o']?t)"
_SENT = r"(?:parcels?|packages?|(?<!in )orders?(?! to)|deliver(?:y|ies)|shipments?|purchases?)"
ON_SCREEN = (
    r"(?:apps?|application|site|website|web ?page|form|button|software|update|firmware|game|checkout|cart|basket|link)"
)
_CODE = (
    r"(?:(?:login|log-?in|security|verification|sms|text|one[- ]time) (?:codes?|texts?|passwords?)"
    r"|otp|2fa|two[- ](?:factor|step)|authenticat(?:or|ion)|reset (?:link|e-?mail)"
    r"|(?:send|sent|sends|sending|text|texts|texting|receive|enter|get) (?:me |us )?(?:the|a|your|my) code"
    r"|(?:the|your|a) (?:\w+ )?code (?:\w+ ){0,2}(?:goes|going|is sent|gets sent|sent|comes|arrives))"
)
_DEVICE = r"(?:phone|mobile|number|cell|handset|sim|e-?mail(?: address)?|address|mailbox|inbox|authenticator|one)"
_GONE = (
    r"(?:lost|stolen|broke|broken|died|dead|lies at|new|old|former|previous|ex|gave up|switched|changed|replaced"
    r"|no longer"
    r"|any ?more|not mine|isn't mine|whoever"
    r"|(?:do not|don't|can't|cannot|can not|couldn't) (?:\w+ )?(?:have|own|open|access|reach|get into|use))"
)
_MONEY = r"(?:refund|money|reimbursement)"
_HURT = r"(?:my|me|her|him|his|our|the|us|myself)"
_BROKEN = r"(?:broken|damaged|crushed|smashed|cracked|shattered|in pieces|dented|chipped|soaked|ripped|torn)"

SIGNS: Mapping[Matter, tuple[str, ...]] = {
    Matter.SAFETY: (
        r"\b(?:caught|catch(?:es|ing)?|set) (?:on )?fire\b|\bfire hazard|\bstarted smoking\b",
        r"\bset (?:\w+ ){1,4}on fire\b|\bburn(?:ed|t) a hole\b",
        (
            rf"\bsparks?\b|\bsparked\b|\bexploded\b|\bburn(?:ed|t) {_HURT}\b|\belectric(?:al)? shock"
            rf"|\bfood poisoning\b"
        ),
        (
            rf"\b(?:injured|hurt) {_HURT}\b(?! feelings?)|\b(?:in|to) (?:the )?(?:hospital|er)\b"
            rf"|\ballergic reaction|\bgas leak"
        ),
        (
            r"\bgot (?:a )?(?:shock|burn|burned|burnt)\b|\bstitches\b|\bchok(?:ed|ing) (?:on|hazard)"
            r"|\bsmell(?:s|ed)? (?:of )?(?:gas|burning)"
        ),
        (
            r"\bfound\b[^.!?\n]{0,30}\b(?:glass|metal|needle|blade)\b[^.!?\n]{0,12}"
            r"\bin (?:my|our|the|a|her|his)\b"
            r"|\bcut (?:my|our|her|his) (?:\w+ )?(?:lip|mouth|tongue|hand|finger|thumb|foot|toe|leg|arm|face)s?\b"
            r"|\b(?:am|is|was|were|started) bleeding\b"
        ),
        (
            r"\bwith (?:my|our|a|the) (?:son|daughter|kid|child|toddler|baby|mother|father|mum|mom|dad)s? "
            r"(?:on|in|under|inside) (?:it|them|there)\b|\b(?:broke|fractured) (?:my|his|her|our) "
            r"(?:arm|leg|wrist|ankle|collarbone|nose|tooth|finger|toe|hip|rib)s?\b|\bhospitali[sz]ed\b"
            r"|\blost (?:a|my|his|her) (?:finger|toe|thumb)\b|\b(?:battery|charger|plug) (?:is |was |started )?"
            r"(?:swelling|swollen|smoking|melting|melted)\b"
        ),
        r"\b(?:made (?:me|us|my \w+)|got|been|were|was) (?:\w+ )?(?:sick|ill) (?:after|from)\b",
    ),
    Matter.HACKED: (
        (
            r"\b(?:my|our) (?:\w+ )?(?:account|profile)s?\b[^.!?\n]{0,30}\b(?:hacked|hijacked|taken over|compromised"
            r"|broken into)\b|\bhacked (?:in)?(?:to )?(?:my|our)\b"
            r"|\b(?:someone|somebody)(?: else)? (?:has|knows|changed|got) my password\b"
        ),
        (
            r"\b(?:orders?|purchases?|charges?|payments?|messages?|posts?) (?:\w+ ){0,2}(?:in|on|from"
            r"|through) my (?:account"
            r"|profile)\b[^.!?\n]{0,30}\b(?:didn't|did not|never|not mine|wasn't)\b"
        ),
        (
            r"\b(?:someone|somebody|a stranger|hackers?|scammers?)(?: else)?(?: has| have| had)? (?:just )?(?:got"
            r"|gotten"
            r"|logged|broke|broken|signed|is) ?(?:in|into|on)(?: ?to)? (?:my|our)\b"
        ),
    ),
    Matter.PRIVACY: (
        r"\bdata (?:breach|leak)|\bidentity theft\b|\bgdpr\b|\bwithout (?:my|our) (?:consent|permission)\b",
        (
            r"\b(?:my|our) (?:personal |private )?(?:data|information|details|account|e?-?mail|number"
            r"|profile)\b[^.!?\n]{0,30}\b(?:leaked|sold|shared|hacked|stolen)\b"
        ),
        (
            r"\b(?:someone|somebody) else's (?:account|data|address|name|invoice|details|statement|profile"
            r"|medical|order history)"
        ),
        (
            r"\b(?:leaked|sold|shared|gave out|hacked) (?:my|our) \w+|\ba stranger's (?:\w+ )?(?:\w+ )?(?:note"
            r"|address|order|data|details)\b"
        ),
    ),
    Matter.REFUND_WAIT: (
        rf"\bwaiting (?:\w+ ){{0,4}}(?:for|on) (?:my|our|a|the|this) (?:\w+ ){{0,2}}{_MONEY}\b",
        rf"\bwhere(?:'s| is|s) (?:my|our|the) (?:\w+ )?{_MONEY}\b",
        (
            rf"\b{_NOT} (?:yet |still |even )?(?:received|got|gotten|seen|had|get|receive"
            rf"|see)\b[^.!?\n]{{0,25}}\b{_MONEY}\b"
        ),
        rf"\b(?:still|yet) (?:have )?no (?:\w+ )?{_MONEY}\b|\bno {_MONEY} (?:yet|so far)\b",
        rf"\brefund\b[^.!?,\n]{{0,25}}\b{_NOT} (?:\w+ )?(?:arriv|come|came|show|appear|been|receiv|process|paid|land)",
        r"\brefund\b[^.!?,\n]{0,25}\b(?:still (?:not|pending|missing|stuck)|pending|stuck|nowhere)\b",
        (
            r"\b(?:returned|sent (?:it|them) back|cancelled)\b[^.!?\n]{0,70}\b(?:no|still no|nothing"
            r"|without) (?:\w+ )?(?:refund|money|credit)\b"
        ),
        r"\brefund\b[^\n]{0,90}\bbank\b[^.!?\n]{0,25}\b(?:never|nothing|no|not|\w+n't|nowhere)\b",
        (
            r"\brefund\b[^\n]{0,90}\b(?:never|nothing|not|\w+n't) (?:\w+ )?(?:in|on|into|reached|hit)"
            r" my (?:bank|account|card|statement)\b"
        ),
    ),
    Matter.CHARGED: (
        (
            rf"\b(?:charged|billed|debited|invoiced)\b{_NEAR}(?:twice|two times|double|three times|3 times"
            rf"|again|extra|too much|without|after|more than)\b"
        ),
        (
            r"\b(?:overcharg|double[- ]?charg|double[- ]?bill|mischarg)\w+|\bpaid twice\b"
            r"|\btook (?:the )?money twice\b"
        ),
        r"\b(?:wrong|incorrect|unexpected|unknown|hidden|unauthori[sz]ed) (?:charges?|amount|bill|invoice|fees?)\b",
        r"\b(?:charge|fee|payment|invoice|bill)\b(?: \w+){0,2} (?:i|we) (?:never|didn't|did not|already)\b",
        r"\b(?:charged|billed) (?:me|us) (?:for|\$|€|£|\d)",
    ),
    Matter.MARKED_DELIVERED: (
        (
            r"\b(?:says?|said|shows?|showing|marked|tracking|status|claims?)\b[^.!?\n]{0,30}\b(?:as |it was "
            r"|was |it's )?[\"'“]?delivered\b"
        ),
    ),
    Matter.DAMAGED: (
        rf"\b(?:arriv\w+|came|delivered|received|showed up|turned up)\b{_NEAR}{_BROKEN}\b",
        rf"\b(?:parcel|package|box|order)\b (?:was |is |came )?(?:\w+ )?{_BROKEN}\b",
    ),
    Matter.WRONG_ITEM: (
        (
            r"\bwrong (?:item|product|size|colou?r|order|model|thing|dish|meal|pizza|food|parcel|package"
            r"|shoes?|part)s?\b"
        ),
        r"\bnot what (?:i|we) (?:had )?(?:ordered|asked|bought)\b",
        r"\b(?:sent|got|received|delivered|brought)\b[^.!?\n]{0,45}\binstead of\b",
        (
            r"\b(?:sent|got|received|delivered|shipped|gave|given|sold|served)(?: me| us)? (?:the|a"
            r"|an) (?:completely |totally )?wrong"
            r" (?!address|day|time|way|impression|idea|number|info|information|message|end|person|place|signal"
            r"|answer)\w+"
        ),
    ),
    Matter.MISSING: (
        (
            r"\b(?:parts?|pieces?|items?|screws?|bolts?|manual|instructions|half (?:of )?(?:my|the|our) \w+"
            r"|cable|charger|lid|legs?)\b(?: (?:is|are|was|were|still))* missing\b"
        ),
        (
            r"\bmissing (?:an? |the |some |several |\w+ )?(?:parts?|pieces?|items?|screws?|bolts?|instructions"
            r"|cable|charger|lid|legs?)\b|\bmissing from (?:my|the|our) (?:order|box|parcel|package|delivery"
            r"|bag)\b"
        ),
        r"\bonly (?:got|received|sent|delivered) (?:me )?(?:one|two|three|half|\d+)\b",
    ),
    Matter.LUGGAGE: (
        rf"\b(?:luggage|suitcases?|baggage)\b{_NEAR}(?:lost|missing|{_NOT}|delayed|damaged|broken)\b",
        r"\b(?:lost|losing|lose|where(?:'s| is| are)) (?:my|our) (?:luggage|suitcases?|baggage|bags?)\b",
    ),
    Matter.JOURNEY: (
        (
            rf"\b(?:flights?|trains?|bus(?:es)?|ferry|tram|connection)\b{_NEAR}(?:cancel\w*|delay\w*|late"
            rf"|overbooked|rescheduled)\b"
        ),
        (
            r"\b(?:cancel|delay)\w* (?:my|our|the) (?:\w+ )?(?:flight|train|bus|ferry)\b|\bmissed (?:my"
            r"|our) (?:flight|connection|train)\b"
        ),
    ),
    Matter.FOOD: (
        (
            r"\b(?:food|meal|pizza|burgers?|fries|dish|soup|coffee|dinner|lunch|breakfast|steak|chicken"
            r"|sandwich|salad)\b[^.!?\n]{0,30}\b(?:cold|raw|undercooked|burnt|overcooked|inedible|stale|soggy"
            r"|spoiled|rotten|mou?ldy|disgusting)\b"
        ),
        (
            r"\b(?:cold|raw|undercooked|burnt|soggy|stale|mou?ldy|inedible) (?:food|meal|pizza|burgers?|fries"
            r"|soup|coffee|dinner|chicken|bread|sandwich)\b"
        ),
        (
            r"\b(?:hair|insect|plastic|cockroach|worm|glass) in (?:my|the|our) (?:food|meal|soup|salad|pizza"
            r"|dish|sandwich|drink)\b"
        ),
    ),
    Matter.DIRTY: (
        (
            r"\b(?:rooms?|bathroom|shower|sheets|bed|towels|toilets?|tables?|car|seats?|hotel|carpet"
            r"|changing room)\b[^.!?\n]{0,30}\b(?:dirty|filthy|unclean|never cleaned|not cleaned|smell(?:s|ed"
            r"|y)|stain(?:s|ed)|bed ?bugs|mou?ldy)\b"
        ),
        (
            r"\b(?:dirty|filthy|stained|smelly) (?:rooms?|bathroom|sheets|bed|towels|toilets?|tables?|car"
            r"|seats?|hotel)\b|\bbed ?bugs\b"
        ),
    ),
    Matter.LATE: (
        (
            rf"\b{_SENT}\b{_NEAR}(?:{_NOT}|yet to)\b[^.!?\n]{{0,20}}\b(?:arriv|come|came|show|turn|reach"
            rf"|deliver|here|receiv|ship|sent|dispatch)\w*"
        ),
        (
            rf"\b{_SENT}\b{_NEAR}(?:no[- ]show|lost|overdue|delayed|gone missing|disappeared|vanished|just gone"
            rf"|stuck)\b"
        ),
        (
            rf"\b{_SENT}\b[^.!?\n]{{0,40}}\b(?:(?:days?|weeks?|months?) late|is late|was late|still late"
            rf"|never c[ao]me)\b"
        ),
        (
            rf"\bwhere(?:'s| is| are|s) (?:my|our|the) (?:\w+ )?(?:{_SENT}|stuff)\b|\bfind my (?:parcel|package"
            rf"|order)\b"
        ),
        rf"\bwaiting (?:\w+ ){{0,5}}(?:for|on) (?:my|our|the|a|this) (?:\w+ ){{0,2}}{_SENT}\b",
        (
            r"\blost in (?:transit|the (?:post|mail))\b|\b(?:was|were) (?:supposed|meant) to (?:be here|arrive"
            r"|be delivered)\b"
        ),
        (
            r"\bshould have (?:arrived|been here|been delivered)\b"
            r"|\bout for delivery\b[^.!?\n]{0,40}\b(?:days?|weeks?|again|since)\b"
        ),
        rf"\b(?:{_NOT}) (?:yet )?(?:received|got|gotten) (?:my|our|the|this|an?|any) (?:\w+ )?{_SENT}\b",
    ),
    Matter.LOST_WAY_IN: (
        # both anywhere in the post: people tell of a phone in one sentence and of the code in another
        rf"^(?s:(?=.*?\b{_CODE}).*?\b{_GONE}\b[^.!?\n]{{0,30}}?\b{_DEVICE})\b",
        rf"^(?s:(?=.*?\b{_CODE}).*?\b{_DEVICE}\b[^.!?\n]{{0,40}}?\b{_GONE})\b",
    ),
    Matter.LOCKED_OUT: (
        (
            r"\b(?:can ?not|can'?t|unable to|won'?t let me|couldn't|not able to"
            r"|impossible to) (?:\w+ ){0,2}(?:log|sign|get) ?(?:back )?in(?:to)?\b(?! touch)"
        ),
        (
            r"\blocked (?:me )?out\b(?! of (?:my|our|the|your) (?:\w+ )?(?:room|house|home|flat|car|apartment|office"
            r"|hotel|building|gym|store|shop))|\b(?:my|our|the) account (?:\w+ ){0,3}(?:locked|blocked|suspended"
            r"|disabled|banned|closed|deleted)\b|\b(?:account|profile) (?:is|was|has been) (?:now )?(?:frozen"
            r"|inactive)\b"
            r"|\b(?:log|logs|sign|signs) ?(?:me )?in\b[^.!?\n]{0,25}\b(?:throws|kicks|sends|logs|signs) me (?:back"
            r"|out)\b"
        ),
        (
            rf"\b(?:password|verification|reset|security|login) (?:code|link|e?-?mail|sms"
            rf"|text)\b{_NEAR}(?:{_NOT}|expired|invalid)\b"
        ),
        rf"\b(?:password|login)\b[^.!?\n]{{0,20}}\b(?:{_NOT} work|rejected|refused|is (?:wrong|incorrect|invalid))",
        (
            r"\b(?:no longer|lost|don't|do not|can't|cannot|can not|couldn't"
            r"|unable to) (?:\w+ ){0,2}access (?:to )?(?:my|our"
            r") (?:\w+ )?account\b|\b(?:can't|cannot|can not|couldn't|unable to) (?:\w+ )?get (?:back )?into (?:my|our)"
            r" (?:\w+ )?account\b"
        ),
        (
            r"\b(?:did|have|has) (?:you|they) (?:just )?(?:close|delete|deactivate|suspend|block|ban|disable|freeze"
            r"|lock)d? "
            r"(?:my|our) (?:\w+ )?(?:account|profile)\b"
        ),
        (
            r"\b(?:closed|deleted|disabled|suspended|blocked|banned|deactivated|terminated|froze|frozen|locked) (?:my"
            r"|our) (?:\w+ )?account\b"
        ),
    ),
    Matter.WRONG_DETAILS: (
        (
            r"\b(?:wrong|incorrect|misspelt|misspelled|old|former|maiden) (?:\w+ )?(?:name|surname|date of birth"
            r"|address|details)\b"
            r"[^.!?\n]{0,30}\b(?:account|profile|card|letters?|invoices?|bills?|tickets?|booking|policy|contract"
            r"|membership|file"
            r"|records?)\b"
        ),
        (
            r"\b(?:my|our) (?:\w+ )?(?:name|surname|date of birth) (?:is|was|keeps being) (?:still |always )?(?:wrong"
            r"|incorrect"
            r"|misspel\w+|spel(?:t|led) wrong)\b|\b(?:spel(?:t|led|ling)|got|have|write) (?:my|our) (?:\w+ )?(?:name"
            r"|surname) wrong\b"
        ),
    ),
    Matter.DOWN: (
        (
            r"\b(?:site|website|app|servers?|internet|network|wi-?fi|connection|system|line|checkout)(?:'s| is"
            r"| are| was| has been| have been| went| keeps going)? (?:still |completely |all |always )?(?:down"
            r"|offline|unavailable)\b"
        ),
        r"\b(?:no|without|lost) (?:internet|signal|wi-?fi|network|coverage|electricity)\b|\boutage\b",
    ),
    Matter.CRASH: (
        (
            rf"\b{ON_SCREEN}\b{_NEAR}(?:crash\w*|freez\w+|froze|broken|bugs?|buggy|glitch\w*|errors?|{_NOT} (?:work"
            rf"|open|load|start|respond)\w*|not working|stuck|keeps (?:closing|loading|logging))\b"
        ),
        (
            rf"\b(?:crash(?:es|ed|ing)|buggy|glitch\w*|error (?:message|code|page|\d+))\b|\b(?:bugs?"
            rf"|errors?) (?:in|on|with) (?:your|the) {ON_SCREEN}\b"
        ),
    ),
    Matter.DEFECT: (
        (
            r"\b(?:stopped|quit) working\b|\bfell apart\b|\bcame (?:apart|off|unglued|undone)\b|\b(?:faulty"
            r"|defective)\b"
        ),
        (
            r"\b(?:broke|snapped|cracked|ripped|tore|peeled|split) (?:after|within|in (?:two|a|one|\d)"
            r"|on (?:the|day|my)|the (?:first|second)|at the|again|already|off|down)\b"
        ),
        (
            r"\b(?:is|are|it's|already|keeps|started) (?:\w+ )?(?:leaking|leaks|rusting|rusty|peeling|wobbly"
            r"|fading|fraying)\b|\bleaks\b"
        ),
        (
            r"\b(?:do|does|did|wo)n'?t (?:work|turn on|charge|heat|start|switch on)\b|\bdoes not (?:work"
            r"|turn on|charge|heat|start)\b|\b(?:is|are|was) broken\b|\bdead on arrival\b|\bgave up after\b"
        ),
    ),
    Matter.RUDE: (
        (
            r"\b(?:rude|impolite|disrespectful|condescending|dismissive|unprofessional)\b|\b(?:yelled|shouted"
            r"|laughed|screamed|sworn|swore) at (?:me|us|my)\b"
        ),
        r"\bhung up on (?:me|us)\b|\brolled (?:her|his|their) eyes\b|\btreated (?:me|us) (?:like|as if)\b",
    ),
    Matter.PRICE: (
        (
            r"\b(?:prices?|pricing|fares?|rates|fees|subscription|plan"
            r"|premiums?)\b[^.!?\n]{0,30}\b(?:increase[ds]?|went up|gone up|hikes?|doubled|tripled|raised"
            r"|ridiculous|too high|insane)\b"
        ),
        r"\b(?:too|so|way too|very) (?:expensive|pricey)\b|\boverpriced\b|\brip-?off\b|\bprice (?:hike|increase)\b",
    ),
    Matter.UNHEARD: (
        r"\b(?:nobody|no ?one|no-one) (?:\w+ ){0,2}(?:answer|repl|respond|pick|call|get|got|cares? to)\w*\b",
        (
            rf"\b(?:no|without(?: an?)?|{_NOT} (?:\w+ )?(?:got|received|had|get|heard)(?: an?| any)?) (?:answer"
            rf"|reply|response|call ?back)\b|\b{_NOT} (?:answer|repl|respond|call\w* back|answered"
            rf"|replied)\w*\b"
        ),
        (
            r"\b(?:been|was|were|am|me|us|minutes|hours?) on hold\b|\bon hold (?:for|since)\b|\b(?:unanswered"
            r"|ignored|ignoring)\b|\b{_NOT} heard back\b"
        ),
    ),
}
