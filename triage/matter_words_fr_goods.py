"""The words of matters of what was bought, carried or eaten, in French, without capitals and accents."""

from collections.abc import Mapping

from triage.matters import Matter

# up to some words of the same sentence
_NEAR = r"[^.!?\n]{0,45}?\b"
_SENT_FR = r"(?:colis|commandes?|livraisons?|paquets?)"
_BROKEN_FR = (
    r"(?:(?:cass|bris|abim|endommag|ecras|fel|fissur|mouill|dechir|raye|caboss|ebrech|tordu|enfonc|defonc|eventr)\w*"
    r"|en (?:mille )?(?:miettes|morceaux))"
)
_PART_FR = (
    r"(?:semelles?|coutures?|fermetures?|zip|poignees?|anses?|bretelles?|talons?|manches?|couvercles?|charnieres?"
    r"|roues?|roulettes?|ecrans?|vitres?|coques?|batteries?|moteurs?|boutons?|cordons?|lanieres?|sangles?|verre)"
)

SIGNS: Mapping[Matter, tuple[str, ...]] = {
    Matter.DAMAGED: (
        rf"\b(?:arriv\w+|recue?s?|livree?s?)\b{_NEAR}{_BROKEN_FR}\b",
        rf"\b(?:colis|carton|boite|paquet)\b (?:\w+ ){{0,2}}{_BROKEN_FR}\b",
        r"\b(?:est|sont|etait|etaient) (?:\w+ )?en (?:mille )?(?:miettes|morceaux)\b",
    ),
    Matter.WRONG_ITEM: (
        (
            r"\bmauvais(?:e|es)? (?:article|produit|taille|couleur|modele|commande|plat|pizza|colis|pointure"
            r"|reference|piece)s?\b"
        ),
        (
            r"\bpas (?:ce que|celui que|celle que|la couleur que|la taille que) (?:j'ai|j'avais|nous avons"
            r"|on a|je) (?:avions )?(?:command|demand)\w+"
        ),
        r"\b(?:recue?s?|livree?s?|envoye\w*|apporte\w*)\b[^.!?\n]{0,45}\bau lieu d[eu']",
        (
            r"\b(?:command|demand|attend|achet)\w* (?:une?|des|du|deux|trois) (?P<fr_ordered>\w+)[^.!?\n]{0,45}?"
            r"\b(?:recois|recu|recoit|recevons|livre|envoye|envoie|arrive) (?:une?|des|du)"
            r" (?!(?P=fr_ordered)|mails?|e-?mails?|courriels?|messages?|sms|avis|colis|confirmations?|factures?|appels?"
            r"|reponses?|merveilles?|splendeurs?|pepites?|bijoux?|beautes?|reussites?|pures?|vraie?s?|lien"
            r"|notifications?|remboursement|numero|avoir|bon|suivi|jour|nouvelles|cadeau)\w{3,}\b"
        ),
        (
            r"\b(?:recu|livre|envoye|vendu|donne|expedie|servi)\w* (?:\w+ )?(?:le|la|les|une?|des) mauvais(?:e"
            r"|es)? (?!cote|jour|moment|nouvelle)\w+"
        ),
    ),
    Matter.MISSING: (
        (
            r"\bil (?:me |nous |en )?manqu(?:e|ait|aient)\b[^.!?\n]{0,25}\b(?:pieces?|vis|articles?|colis"
            r"|cartons?|coussins?|pieds?|notice|visserie|cables?|chargeur|chevilles|assiettes?|verres?|moitie"
            r"|tiroirs?|boulons?|portes?)\b"
        ),
        (
            r"\bil (?:me |nous |en )?manqu\w+\b[^.!?\n]{0,40}\bdans (?:ma|mon|la|le|notre) (?:commande|colis"
            r"|boite|carton|livraison|sac)\b"
        ),
        r"\b(?:pieces?|vis|articles?|notice|cable|coussins?|pieds?) (?:\w+ )?manqu\w+",
        (
            r"\bsans (?:les|la) (?:vis|notice|pieces|cles?|chevilles|visserie)\b|\brecu que (?:la moitie|un"
            r"|une|deux|\d)"
        ),
        (
            r"\bil (?:me |nous |en )?manqu\w+ (?:toujours |encore )?(?:une?|deux|trois|quatre|cinq|six|des"
            r"|\d{1,2}) (?!peu|chose"
            r"|petit|euros?|jours?|minutes?|heures?)\w+ (?:sur|dans|parmi|a l'arrivee|a la livraison)\b"
        ),
        r"\bsans (?:les|la|ses) (?:pattes|pieds|poignees?|roulettes|housse|telecommande|chargeur|couvercle)\b",
    ),
    Matter.LUGGAGE: (
        (
            r"\b(?:valises?|bagages?)\b[^.!?\n]{0,45}\b(?:perdue?s?|pas|jamais|retard|abime\w*|casse\w*"
            r"|introuvable\w*|disparu\w*)\b"
        ),
        r"\b(?:perdu|ou est|ou sont) (?:ma|mes|nos|notre) (?:valises?|bagages?)\b",
    ),
    Matter.JOURNEY: (
        (
            r"\b(?:vols?|trains?|bus|autocar|traversier|correspondance|tramway)\b[^.!?\n]{0,40}\b(?:annul\w*"
            r"|retard\w*|supprim\w*|surreserv\w*)\b"
        ),
        (
            r"\b(?:annul|retard|supprim)\w* (?:mon|notre|le|de) (?:vol|train|bus)\b|\b(?:rate|manque) (?:mon"
            r"|ma|notre) (?:vol|correspondance|train)\b"
        ),
    ),
    Matter.FOOD: (
        (
            r"\b(?:repas|plat|pizza|burger|frites|soupe|cafe|poulet|sandwich|salade|nourriture|viande"
            r"|steak)s?\b[^.!?\n]{0,30}\b(?:froide?s?|crue?s?|brulee?s?|immangeable\w*|rassis\w*|moisie?s?"
            r"|trop cuit\w*|pas cuit\w*|perimee?s?|avarie\w*)\b"
        ),
        (
            r"\b(?:cheveu|insecte|plastique|cafard|ver|verre) dans (?:ma|mon|la|le|notre) (?:soupe|salade|plat"
            r"|assiette|pizza|repas|sandwich)\b"
        ),
    ),
    Matter.DIRTY: (
        (
            r"\b(?:chambres?|salle de bains?|douche|draps|lit|serviettes|toilettes|tables?|voiture|sieges?"
            r"|hotel|moquette)\b[^.!?\n]{0,30}\b(?:sales?|crasseu\w+|tach(?:e|ee|es|ees)|pas nettoye\w*|puent?"
            r"|moisi\w*|punaises?)\b|\bpunaises de lit\b"
        ),
    ),
    Matter.LATE: (
        (
            rf"\b{_SENT_FR}\b[^.!?\n]{{0,50}}\b(?:jamais|pas|toujours pas|pas encore"
            rf"|aucune nouvelle)\b[^.!?\n]{{0,25}}\b(?:arriv|recu|livre|expedi|venu|la\b|parti|bouge|envoye)\w*"
        ),
        (
            rf"\b{_SENT_FR}\b[^.!?\n]{{0,40}}\b(?:perdue?s?|en retard|de retard|introuvable\w*|disparue?s?"
            rf"|bloquee?s?|egaree?s?)\b"
        ),
        rf"\bou (?:est|en est|sont|reste) (?:donc )?(?:mon|ma|mes|notre|le|la) {_SENT_FR}\b",
        rf"\battend\w* (?:\w+ ){{0,5}}(?:mon|ma|mes|notre|un|une|le|la|cette) (?:\w+ )?{_SENT_FR}\b",
        (
            r"\b(?:pas|jamais|toujours pas|rien) (?:encore |ete )?(?:recu"
            r"|livree?s?)\b(?! (?:\w+ )?(?:\w+ )?(?:reponse|remboursement|argent|mail|courriel|code|appel"
            r"|facture|confirmation|retour|nouvelles?))"
        ),
        (
            r"\b(?:devait|devaient|aurait du|auraient du) (?:\w+ )?(?:arriver|etre (?:\w+ )?(?:livre|la"
            r"|ici)\w*)\b|\bjours de retard\b|\bsemaines? de retard\b"
        ),
        (
            r"\bl'attends? (?:toujours|encore)\b|\breports? de (?:la )?livraison\b|\blivraison (?:\w+ )?(?:report"
            r"|repouss|decal)\w+\b"
            r"|\bsans (?:sonner|frapper)\b[^.!?\n]{0,30}\bavis de passage\b"
            r"|\bavis de passage\b[^.!?\n]{0,40}\bsans (?:sonner|frapper|passer)\b"
            r"|\ben preparation\b[^.!?\n]{0,12}\bdepuis (?:\w+ )?(?:jours|semaines|mois)\b"
        ),
        (
            rf"\b{_SENT_FR} (?:\w+ )?(?:annonce|prevu|promis)\w*\b[^.!?\n]{{0,45}}\b(?:il est|jamais"
            rf"|toujours (?:pas|rien)|toute la journee)\b"
        ),
    ),
    Matter.DEFECT: (
        (
            r"\b(?<!pas )(?:gauchi\w*|bancale?s?|branlante?s?|s'(?:est|etait) (?:deja )?(?:creus|tass|voil|tord|bomb"
            r"|gondol)\w*"
            r"|se (?:creus|tass|voil|bloqu)\w*|gresill\w+|clignot\w+)(?![^.!?\n]{0,80}\?)"
            r"|\bperd(?:ent)? (?:\w+ ){0,4}(?:d'|de l')(?:eau|air|huile|essence)\b"
        ),
        (
            r"\b(?:marche|fonctionne|s'allume|chauffe|charge|demarre|tient|ferme)\w* (?:plus|pas)\b"
            r"|\bdefectueu\w+|\bdefaut de fabrication\b|\b(?:tombe|est|tombee) en panne\b"
        ),
        (
            r"\b(?:est|a|s'est|sont|se sont|deja|ont) (?:\w+ )?(?:cassee?s?|brisee?s?|decollee?s?|dechiree?s?"
            r"|fendue?s?|rouillee?s?|lache\w*|craque\w*)\b|\b(?:fuit|rouille|se decolle|s'effrite"
            r"|s'egratigne)\b"
        ),
        (
            r"\b(?:lache|saute|coupe|clignote|gresille|grince|s'eteint|s'arrete|disjoncte|deraille|bloque)(?:nt)?"
            r" (?:toute? seule?|une fois sur|sans arret|sans cesse|tout le temps|toutes les|au bout d|apres"
            r"|des (?:que|qu'|la|le))"
        ),
        (
            r"(?<!pas )(?<!jamais )(?<!rien )\b(?:s'affaiss|se dechir|s'est dechir|se decou|s'est decou|se decolle"
            r"|deteint"
            r"|deteign|retreci|boulochent|bouloche|se detache|s'est detach|s'effiloch|se deform|s'est deform|gondol"
            r"|se fissur"
            r"|se casse)\w*"
        ),
        (
            rf"\b{_PART_FR}\b(?![^.!?\n]{{0,150}}\?)[^.!?\n]{{0,25}}\b(?<!jamais )(?:decoll|cass|dechir|fendu|cede|lach"
            rf"|arrach|craqu|defait"
            rf"|fele|foutu"
            rf"|fichu|hs\b|naze)\w*"
        ),
        (
            r"\bbatterie\b[^.!?\n]{0,30}\b(?:(?:tient|dure) (?:a peine |que |meme pas "
            r"|plus que )?(?:\w+ ){1,2}(?:minutes?|heures?)\b"
            r"|se (?:vide|decharge) (?:en|trop|tres|vite)|gonfl\w+|morte)"
        ),
        (
            r"\b(?:deja|est|sont|completement) (?:hs|foutue?s?|fichue?s?|naze)\b|\brendu l'ame\b|\bmort(?:e|s"
            r"|es)? au bout d"
        ),
        (
            r"\b(?:tiroir|porte|fermeture|couvercle|cremaillere)s? (?:\w+ )?(?:coince|bloque|ferme mal|grince)\w*"
            r"|\bse deviss\w+"
            r"|\b(?:vernis|peinture|laque|revetement|placage|cuir|dorure)\b[^.!?\n]{0,25}\b(?:cloque|leve|ecaille"
            r"|pele|craque|decolle)\w*"
            r"|\bplus etanche\b|\bperd\w* (?:\w+ ){0,3}(?:peluches|poils|plumes)\b|\bdefaut (?:evident|visible)\b"
        ),
        r"\b(?:est|sont|a|ont) (?:\w+ )?(?:abime|ebreche|fele|raye)(?:e|s|es)?\b(?![^.!?\n]{0,150}\?)",
    ),
}
