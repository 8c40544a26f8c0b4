"""The words of matters of what was bought, carried or eaten, in English, without capitals."""

from collections.abc import Mapping

from triage.matters import Matter

# up to some words of the same sentence
NEAR = r"[^.!?\n]{0,45}?\b"
NOT = r"(?:not|never|(?:has|have|did|does|do|is|was|wo|ca|could|are|were)n[o']?t)"
_SENT = r"(?:parcels?|packages?|(?<!in )orders?(?! to)|deliver(?:y|ies)|shipments?|purchases?)"
_BROKEN = r"(?:broken|damaged|crushed|smashed|cracked|shattered|in pieces|dented|chipped|soaked|ripped|torn)"

SIGNS: Mapping[Matter, tuple[str, ...]] = {
    Matter.DAMAGED: (
        rf"\b(?:arriv\w+|came|delivered|received|showed up|turned up)\b{NEAR}{_BROKEN}\b",
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
        rf"\b(?:luggage|suitcases?|baggage)\b{NEAR}(?:lost|missing|{NOT}|delayed|damaged|broken)\b",
        r"\b(?:lost|losing|lose|where(?:'s| is| are)) (?:my|our) (?:luggage|suitcases?|baggage|bags?)\b",
    ),
    Matter.JOURNEY: (
        (
            rf"\b(?:flights?|trains?|bus(?:es)?|ferry|tram|connection)\b{NEAR}(?:cancel\w*|delay\w*|late"
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
            rf"\b{_SENT}\b{NEAR}(?:{NOT}|yet to)\b[^.!?\n]{{0,20}}\b(?:arriv|come|came|show|turn|reach"
            rf"|deliver|here|receiv|ship|sent|dispatch)\w*"
        ),
        (
            rf"\b{_SENT}\b{NEAR}(?:no[- ]show|lost|overdue|delayed|gone missing|disappeared|vanished|just gone"
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
        rf"\b(?:{NOT}) (?:yet )?(?:received|got|gotten) (?:my|our|the|this|an?|any) (?:\w+ )?{_SENT}\b",
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
        (
            r"\b(?:sag(?:s|ged|ging)|wobbl(?:es|ed|ing)|warp(?:s|ed|ing)|flicker(?:s|ed|ing)|creak(?:s|ed|ing)"
            r"|deflat(?:es|ed|ing)|unravel(?:s|led|ling)|splinter(?:s|ed|ing)|overheat(?:s|ed|ing)|corrod(?:es|ed|ing)"
            r"|blister(?:s|ed|ing)|buckl(?:es|ed)|jams|came loose|comes? loose|split(?:s|ting)? open"
            r"|goes dark)\b(?![^.!?\n]{0,80}\?)"
        ),
        (
            r"\b(?:has|have|with|is|got|a) (?:a |an |already a )?(?:dip|hollow|split|crack|tear|dent|sag|hole|warped"
            r"|cracked|torn|broken|loose) (?:in|on|at|across|down|seat|sole|seam|handle|leg|frame|board|lid|zip"
            r"|strap|screen"
            r"|hinge|spring)\b(?![^.!?\n]{0,80}\?)"
        ),
        (
            r"\b(?:turn|switch|shut|cut)(?:s|ting|ing)? (?:itself )?off (?:by itself|on its own|all the time|every"
            r"|after)\b"
            r"|\b(?:switch|button|door|lid|drawer|key|zip|wheel|lock|lever|it) (?:gets?|got|is"
            r"|keeps getting) stuck\b|\bwill not (?:turn|switch) (?:on|off)\b"
        ),
    ),
}
