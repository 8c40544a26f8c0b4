"""The words of matters in English, without capitals; each list says it for sure."""

from collections.abc import Mapping

from triage import matter_words_en_goods
from triage.matter_words_en_goods import NEAR, NOT
from triage.matters import Matter

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
_VOUCHER = (
    r"(?:(?:gift|store|reward) ?-?cards?|e-?gift\w*|vouchers?|gift certificates?|store credit|coupons?"
    r"|(?:promo\w*|discount|voucher) codes?|(?:loyalty|reward|bonus|my) points|air ?miles)"
)
_OTHERS = (
    r"(?:another|a different|the wrong) (?:customer|client|patient|person|member|tenant|guest|passenger|user"
    r"|employee|family|student|pupil)(?:'s|s'|s)?"
)
_HURT = r"(?:my|me|her|him|his|our|the|us|myself)"

SIGNS: Mapping[Matter, tuple[str, ...]] = {
    **matter_words_en_goods.SIGNS,
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
        (
            rf"\b{_OTHERS} (?:\w+ ){{0,2}}(?:invoices?|bills?|data|details|address|names?|statements?|letters?|files?"
            r"|records?|account|prescriptions?|results?|documents?|contracts?|payslips?|passport|e-?mails?|profile)\b"
        ),
        (
            r"\b(?:photo\w*|film(?:ed|ing)|record(?:ed|ing)|post(?:ed|ing)|publish\w+|put it)\b[^.!?\n]{0,60}"
            r"\bwithout (?:asking|telling) (?:me|us)\b"
        ),
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
            rf"\b{NOT} (?:yet |still |even )?(?:received|got|gotten|seen|had|get|receive"
            rf"|see)\b[^.!?\n]{{0,25}}\b{_MONEY}\b"
        ),
        rf"\b(?:still|yet) (?:have )?no (?:\w+ )?{_MONEY}\b|\bno {_MONEY} (?:yet|so far)\b",
        rf"\brefund\b[^.!?,\n]{{0,25}}\b{NOT} (?:\w+ )?(?:arriv|come|came|show|appear|been|receiv|process|paid|land)",
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
            rf"\b(?:charged|billed|debited|invoiced)\b{NEAR}(?:twice|two times|double|three times|3 times"
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
    Matter.VOUCHER: (
        (
            rf"\b{_VOUCHER}\b{NEAR}(?:declined|refused|rejected|invalid|expired|empty|blocked|vanished|disappeared"
            rf"|gone"
            rf"|zero|no balance|already used|{NOT} (?:\w+ )?(?:work|accept|valid|apply|applied|scan|recogni[sz]"
            rf"|go through"
            rf"|let|have))\w*\b(?![^.!?\n]{{0,80}}\?)"
        ),
        (
            rf"\b(?:can'?t|cannot|can not|couldn't|unable to|won't|wouldn't|would not|will not|refuse[sd]? to"
            rf"|refusing to"
            rf"|tried to|trying to) (?:\w+ ){{0,2}}(?:use|redeem|accept|take|spend|apply"
            rf"|honou?r) (?:\w+ ){{0,3}}{_VOUCHER}"
        ),
    ),
    Matter.MARKED_DELIVERED: (
        (
            r"\b(?:says?|said|shows?|showing|marked|tracking|status|claims?)\b[^.!?\n]{0,30}\b(?:as |it was "
            r"|was |it's )?[\"'“]?delivered\b"
        ),
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
            rf"|text)\b{NEAR}(?:{NOT}|expired|invalid)\b"
        ),
        rf"\b(?:password|login)\b[^.!?\n]{{0,20}}\b(?:{NOT} work|rejected|refused|is (?:wrong|incorrect|invalid))",
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
            r"\b(?:writ\w+|wrote|sen[dt]\w*|post\w*|mail\w*|letters?|invoices?|bills?|go|goes|going|addressed)\b"
            r"[^.!?\n]{0,30}\bto (?:my|our|an?|the) (?:old|former|previous|wrong|ex-?) (?:address|name|house|flat)\b"
            r"|\b(?:shows?|has|have|lists?|says?|keeps?|prints?|got) my (?:old|former|maiden|previous|wrong) (?:\w+ )?"
            r"(?:name|surname|address|plate|e-?mail|number|title)\b"
        ),
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
            r"\b(?:water|power|heating|electricity|gas)(?: supply)? (?:is|was|has been|have been|went|keeps going) "
            r"(?:still |again |all )?(?:cut off|out|off|down)\b"
        ),
        (
            r"\b(?:site|website|app|servers?|internet|network|wi-?fi|connection|system|(?:phone |land ?)?lines?"
            r"|landline"
            r"|checkout|broadband|fib(?:er|re))(?:'s| is| are| was| has been| have been| went| keeps going| gone)? "
            r"(?:still |completely |all |always )?(?:down|offline|unavailable|dead|cut off)\b"
        ),
        (
            r"\b(?:no|without|lost) (?:internet|signal|wi-?fi|network|coverage|electricity|dial(?:l?ing)? tone"
            r"|broadband)\b|\boutage\b"
        ),
    ),
    Matter.CRASH: (
        (
            rf"\b{ON_SCREEN}\b{NEAR}(?:crash\w*|freez\w+|froze|broken|bugs?|buggy|glitch\w*|errors?|{NOT} (?:work"
            rf"|open|load|start|respond)\w*|not working|stuck|keeps (?:closing|loading|logging))\b"
        ),
        (
            rf"\b(?:crash(?:es|ed|ing)(?! into)|buggy|glitch\w*|error (?:message|code|page|\d+))\b|\b(?:bugs?"
            rf"|errors?) (?:in|on|with) (?:your|the) {ON_SCREEN}\b"
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
            rf"\b(?:no|without(?: an?)?|{NOT} (?:\w+ )?(?:got|received|had|get|heard)(?: an?| any)?) (?:answer"
            rf"|reply|response|call ?back)\b|\b{NOT} (?:answer|repl|respond|call\w* back|answered"
            rf"|replied)\w*\b"
        ),
        (
            r"\b(?:been|was|were|am|me|us|minutes|hours?) on hold\b|\bon hold (?:for|since)\b|\b(?:unanswered"
            rf"|ignored|ignoring)\b|\b{NOT} heard back\b"
        ),
    ),
}
