"""The words of matters in French, without capitals and accents; each list says it for sure."""

from collections.abc import Mapping

from triage import matter_words_fr_goods
from triage.matters import Matter

ON_SCREEN = r"(?:applis?|applications?|site|page|formulaire|bouton|logiciel|mise a jour|jeu|panier|lien)"
_STAFF_FR = (
    r"(?:vendeu\w+|employe\w*|personnel|accueil|caiss\w+|serveu\w+|livreur\w*|conseill\w+|agente?s?|dame|gerante?)"
)
_CODE_FR = (
    r"(?:codes? (?:de |d'|par )?(?:verification|connexion|securite|sms|part|arrive|est envoye|va)"
    r"|(?:envoyez|envoie|recevoir|recois|saisir|pas de|sans) (?:le |un |de )?code"
    r"|authentificat(?:eur|ion)|double facteur|deux facteurs|lien de reinitialisation)"
)
_DEVICE_FR = (
    r"(?:telephone|portable|cellulaire|numero|mobile|sim|adresse|courriel|e-?mail|mail|boite|authentificateur"
    r"|l'ancien(?:ne)?)"
)
_GONE_FR = (
    r"(?:perdue?|volee?|cassee?|morte?|rendue?|change|nouveau|nouvelle|ancien(?:ne)?|vieux|vieille|sans mon"
    r"|n'(?:\w+) plus|n'ai plus|plus acces|plus a moi)"
)
_MONEY_FR = r"(?:remboursement|argent|avoir)"
_OTHER_FR = (
    r"(?:clients?|clientes?|patients?|patientes?|personnes?|abonnee?s?|utilisat\w+|locataires?|famille|assuree?s?"
    r"|voyageu\w+|salariee?s?|eleves?|etudiante?s?|membres?|inconnue?s?|gens)"
)
_CODE_SENT_FR = (
    r"codes?(?! (?:promo\w*|postal|barres?|de reduction|reduction|cadeau|avantage|d'erreur|erreur|de la route))"
)

_VOUCHER_FR = (
    r"(?:cartes?[- ]?cadeaux?|bons? d'achats?|(?:cheques?|bons?|coffrets?)[- ]cadeaux?|codes? (?:promo\w*|de reduction)"
    r"|bons? de reduction|avoir|points? (?:de )?fidelite|mes points)"
)

SIGNS: Mapping[Matter, tuple[str, ...]] = {
    **matter_words_fr_goods.SIGNS,
    Matter.SAFETY: (
        (
            r"\b(?:a|ont|est|prend\w*|pris) (?:pris )?feu\b|\bincendie\b|\betincelles?\b|\bexplos\w+"
            r"|\bchoc electrique|\belectrocut\w+"
        ),
        (
            r"\b(?:sent(?:ait)?|odeur de) (?:le )?brule\b|\b(?:s'est|me suis|suis|a ete"
            r"|fait) (?:\w+ )?(?:brule|blesse|coupe)\w*\b|\bfumee\b|\bfum(?:e|ait) (?:a cote|pres|dans|dès)"
        ),
        (
            r"\b(?:hopital|urgences)\b|\bintoxication\b|\breaction allergique|\bfuite de gaz"
            r"|\bfait disjoncter\b|\bs'(?:est )?etouff\w+|\bpoints de suture"
        ),
        r"\b(?:malade|malades) (?:apres|a cause)\b",
        (
            r"\b(?:batterie|chargeur|pile|prise|cable|appareil)\b[^.!?\n]{0,25}\b(?:gonfle\w*|fume|fond|fondue?"
            r"|brule\w*)\b"
            r"|\bhospitalise\w*|\b(?:perdu|sectionne|broye) (?:un|le|mon|son) (?:doigt|orteil|pouce)\b"
            r"|\b(?:clavicule|bras|jambe|poignet|cheville|cote|dent|nez) cassee?s?\b|\bcrise d'allergie\b"
            r"|\b(?:fils|fille|bebe|enfant|mere|pere) (?:est|a|s'est) (?:\w+ )?(?:tombe|blesse|etouffe|brule|coupe)e?\b"
        ),
        (
            r"\btrouve\w*\b[^.!?\n]{0,30}\b(?:verre|metal|aiguille|lame)\b[^.!?\n]{0,12}\bdans\b"
            r"|\bcoupee? (?:a |au |le |la |les )(?:levres?|bouche|langue|mains?|doigts?|pieds?|jambe|bras|visage)\b"
            r"|\bsaign\w+"
        ),
        r"\b(?:fait|faire|eu|provoque|declenche) (?:une? )?(?:\w+ )?(?:allergie|reaction cutanee|malaise)\b",
        (
            r"\b(?:allergenes?|noisettes?|arachides?|cacahuetes?|noix|gluten|lactose)\b[^.!?\n]{0,25}"
            r"\b(?:non|pas) (?:indique|mentionne|signale|declare)\w*"
        ),
        (
            r"\bfailli (?:s'|se |me |l'|le |la |y )?(?:avaler|etouffer|blesser|bruler|noyer|electrocuter|prendre feu"
            r"|mourir"
            r"|couper|y passer)\b"
        ),
        (
            r"\b(?:s'est|me suis|se sont) (?:\w+ )?(?:cogne|coupe|entaille|casse|foule|tordu|coince|ouvert"
            r"|ecorche)\w* (?:le|la|les|un|une) "
            r"(?:doigts?|mains?|pieds?|genoux?|jambe|bras|poignet|cheville|nez|dents?|visage|tete|front|levre)\b"
        ),
        (
            r"\b(?:verre|vitre|bouteille|ampoule|plat|batterie|pneu|cocotte)\b[^.!?\n]{0,20}\b(?:a|ont|s'est|vient d')"
            r" ?(?:\w+ )?eclate[er]?\w*\b"
        ),
    ),
    Matter.HACKED: (
        (
            r"\b(?:comptes?|profil|espace client)\b[^.!?\n]{0,30}\bpirat\w*|\bpirat\w* (?:mon|notre|mes) (?:compte"
            r"|profil"
            r"|espace)"
        ),
        (
            r"\b(?:quelqu'un(?: d'autre)?|un inconnu|des? (?:pirates?|inconnus?)) (?:s'est connecte|a accede|est entre"
            r"|a pris le controle|utilise|s'est introduit) ?(?:a|dans|sur|de)? (?:mon|notre) (?:compte|profil|espace)"
            r"|\bpris le controle d[eu] (?:mon|notre) (?:compte|profil)"
        ),
        (
            r"\b(?:commandes?|achats?|paiements?|messages?|publications?) (?:\w+ ){0,2}(?:dans|sur"
            r"|depuis) mon (?:compte"
            r"|profil|espace)\b[^.!?\n]{0,30}\b(?:n'ai (?:pas|jamais)|pas de moi|jamais faite?s?)\b"
        ),
    ),
    Matter.PRIVACY: (
        (
            r"\bfuite (?:de|des) donnees|\busurpation\b|\brgpd\b|\bcnil\b|\bsans (?:ma|mon|notre) (?:permission|accord"
            r"|consentement|autorisation)\b"
        ),
        (
            r"\b(?:mes|nos|mon|ma) (?:donnees|informations|coordonnees|compte|adresse|numero"
            r"|courriel)\b[^.!?\n]{0,30}\b(?:vendue?s?|partagee?s?|piratee?s?|volee?s?|divulguee?s?"
            r"|transmis\w*)\b"
        ),
        (
            r"\b(?:compte|donnees|facture|adresse|dossier|nom) d'(?:un autre|une autre|autres|quelqu'un)\b"
            r"|\bpirat(?:e|er|age)\b"
        ),
        (
            rf"\b(?:ordonnances?|factures?|dossiers?|commandes?|courriers?|mails?|messages?|donnees|releves?"
            rf"|informations|bulletins?(?: de \w+)?|documents?|contrats?|lettres?"
            rf"|coordonnees|adresses?|resultats?|photos?|profil|compte) (?:d'une? autre|d'autres|d'une?"
            rf"|de) {_OTHER_FR}\b(?! de)"
        ),
        (
            r"\b(?:mon|ma|mes|notre|nos) (?:numero|adresse|nom|photos?|coordonnees|donnees|mail|courriel"
            r"|visage)\b[^.!?\n]{0,25}"
            r"\b(?<!n')(?:apparai\w+|visibles?|affichee?s?|publiee?s?|diffusee?s?)"
            r" (?!pas|plus|mal)(?:\w+ ){0,2}?(?:sur|dans|a tous|a tout|en ligne|publiquement|par)\b"
        ),
        r"\bjamais (?:donne|accorde|autorise) (?:\w+ )?(?:mon|notre) (?:accord|consentement|autorisation)\b",
    ),
    Matter.REFUND_WAIT: (
        (
            rf"\battend\w* (?:\w+ ){{0,4}}(?:mon|le|un|notre|mes|l'|son)\s?(?:\w+ ){{0,2}}(?:{_MONEY_FR}|sous"
            rf"|\d+ ?[$€])"
        ),
        (
            r"\b(?:ou est|ou en est|quand|a quand|toujours pas|jamais|aucun|pas de|pas encore"
            r"|sans)\b[^.!?\n]{0,40}\b(?:remboursement|rembourse\w*|mon argent)\b"
        ),
        (
            r"\bremboursement\b[^.!?\n]{0,45}\b(?:pas|jamais|toujours|rien|aucun\w*)\b"
            r"|\bretourn\w+\b[^.!?\n]{0,60}\b(?:aucun|pas de|rien|toujours pas)\b[^.!?\n]{0,25}(?:rembours"
            r"|argent|credit)"
        ),
        r"\brembours\w*\b[^\n]{0,90}\bbanque\b[^.!?\n]{0,30}\b(?:rien|jamais|pas|aucune? \w+)\b",
        (
            r"\brembours\w*\b[^\n]{0,90}\b(?:rien|jamais|pas)\b[^.!?\n]{0,20}\b(?:sur|dans|a) (?:mon|ma|notre)"
            r" (?:banque|compte|releve)\b"
        ),
        (
            r"\b(?:un|mon|l'|notre) ?avoir\b[^.!?\n]{0,40}\b(?:toujours (?:rien|pas)|rien (?:vu|recu)|jamais (?:vu"
            r"|recu))\b"
        ),
        r"\brefus\w* (?:de |tout |le |mon |toute )?(?:me |nous )?(?:rembours\w*|avoir)\b",
        (
            r"\battends? (?:toujours |encore )?(?:mes |les |vos )?\d+(?:[.,]\d\d)? ?(?:[$€]|euros?\b|dollars?\b)"
            r"|\brembours\w* (?:pour une? (?:seule?)?|en partie|partiellement|a moitie|que la moitie)\b"
            r"|\blong\w*\b[^.!?\n]{0,20}\bremboursement\b"
        ),
    ),
    Matter.CHARGED: (
        (
            r"\b(?:factur|prelev|debit|pay|encaiss|charge)\w*\b[^.!?\n]{0,45}\b(?:deux fois|2 fois|trois fois"
            r"|en double|double|a tort|en trop|sans (?:mon|notre)|apres (?:\w+ )?(?:resiliation|annulation"
            r"|resilie|annule)|par erreur)\b"
        ),
        (
            r"\bsurfactur\w*|\bdoublon\b|\berreur (?:de|sur (?:la|ma)) factur\w*|\bdouble (?:prelevement|debit"
            r"|facturation|paiement)\b"
        ),
        (
            r"\b(?:montant|facture|frais|prelevement)s?\b[^.!?\n]{0,30}\b(?:errone\w*|faux|fausse|incorrect\w*"
            r"|cache\w*|inconnu\w*|injustifie\w*)\b"
        ),
        r"\b(?:facture|preleve|debite)e?s? (?:\d|pour (?:un|une|des) (?:\w+ )?(?:que|qui))",
        r"\bcontinu\w+ (?:de|a) (?:me |nous |m'|etre )?(?:ponctionn|prelev|factur|debit)\w*",
        r"\bresilie\w*\b[^.!?\n]{0,60}\b(?:prelev|preleve|factur|debit|ponctionn)\w*",
        (
            r"\bprix (?:affiche|indique|annonce|marque|en rayon|sur l'etiquette)\b[^.!?\n]{0,40}"
            r"\b(?:(?:n'est|etait|n'etait) pas|differen\w*|(?:a la|en) caisse|autre)\b"
        ),
        r"\bfactur\w*\b[^.!?\n]{0,60}\b(?:personne|impossible|incapables?|inexplique\w*|comprends (?:pas|rien))\b",
        (
            r"\b(?:factur|prelev|debit|ponctionn|encaiss)\w*\b[^.!?\n]{0,60}\bjamais (?:\w+ )?(?:demande|command"
            r"|souscri|achet|utilis"
            r"|autoris|sign|pris)\w*"
        ),
        (
            r"\b(?:rabais|promo\w*|reduction|remise|carte-?cadeau)\b[^.!?\n]{0,35}\b(?:saute|pas ete (?:applique|pris"
            r"|deduit)|pas applique)\w*"
        ),
    ),
    Matter.VOUCHER: (
        (
            rf"\b{_VOUCHER_FR}\b[^.!?\n]{{0,45}}?\b(?:refuse\w*|expire\w*|invalide\w*|vide|bloque\w*|a zero|disparu\w*"
            rf"|evapor\w*|inutilisable\w*|deja utilise\w*|pas (?:accepte|valable|reconnu|pris)\w*"
            rf"|(?:marche|fonctionne|passe)\w* (?:pas|plus))(?![^.!?\n]{{0,80}}\?)"
        ),
        (
            rf"\b(?:impossible|peux pas|pas pu|refus\w+|arrive pas|pouvoir) (?:\w+ )?(?:d'|de |a |me )?(?:utiliser"
            rf"|depenser"
            rf"|prendre|accepter|activer|encaisser|faire passer) (?:\w+ ){{0,2}}{_VOUCHER_FR}"
        ),
    ),
    Matter.MARKED_DELIVERED: (
        (
            r"\b(?:marqu|indiqu|affich|statut|suivi|note|dit|dites|soi-disant"
            r"|pretend)\w*\b[^.!?\n]{0,30}?\blivree?s?\b"
        ),
    ),
    Matter.LOST_WAY_IN: (
        rf"^(?s:(?=.*?\b{_CODE_FR}).*?\b{_GONE_FR}\b[^.!?\n]{{0,25}}?\b{_DEVICE_FR})\b",
        rf"^(?s:(?=.*?\b{_CODE_FR}).*?\b{_DEVICE_FR}\b[^.!?\n]{{0,40}}?\b{_GONE_FR})\b",
    ),
    Matter.LOCKED_OUT: (
        (
            r"\b(?:impossible|arrive (?:plus|pas)|peux (?:plus|pas)|parviens (?:plus|pas)|pouvoir"
            r"|n'arrive) (?:\w+ ){0,2}(?:de |a |d')?(?:me |m'y |se )?(?:re)?(?:connecter|identifier)\b"
        ),
        (
            r"\bcompte (?:\w+ ){0,3}(?:bloque|verrouille|suspendu|desactive|banni|ferme|supprime)\w*\b"
            r"|\bacces a (?:mon|notre) (?:compte|espace|profil)\b"
        ),
        (
            r"\b(?:impossible|peux (?:plus|pas)|peut (?:plus|pas)|arrive (?:pas|plus)|parviens (?:pas|plus)) (?:\w+ )?"
            r"(?:d'|a )?(?:acceder|entrer|rentrer) (?:a|dans|sur) (?:mon|notre|mes) (?:compte|espace|profil)"
        ),
        r"\b(?:ferme|supprime|bloque|suspendu|desactive|verrouille) (?:mon|notre) compte\b|\bme deconnecte\b",
        (
            r"\b(?:mot de passe|code (?:de verification|de connexion|sms|recu par)"
            r"|lien de reinitialisation)\b[^.!?\n]{0,35}\b(?:refuse|expire\w*|invalide|jamais|n'arrive"
            r"|ne marche|ne fonctionne)\b"
        ),
        (
            rf"\b{_CODE_SENT_FR}\b[^.!?\n]{{0,30}}\b(?:n'arriv\w+ (?:jamais|pas|plus)|jamais (?:recu|arrive)"
            rf"|ne vien\w* (?:pas|jamais))\b"
        ),
        (
            rf"\b(?:recois|recu|recoit|recevons|recevoir) (?:toujours )?(?:pas|jamais|plus"
            rf"|aucun) (?:\w+ ){{0,2}}(?:{_CODE_SENT_FR}"
            rf"|lien de (?:connexion|reinitialisation)|sms (?:de|pour|d') ?(?:me |la |l')?(?:connect|valid|verif"
            rf"|ident)\w*)"
        ),
    ),
    Matter.WRONG_DETAILS: (
        (
            r"\b(?:courriers?|lettres?|factures?|releves?|ecri\w+|envoy\w+|part\w*|adresse\w*)\b[^.!?\n]{0,40}"
            r"\b(?:ancienne|mauvaise|vieille|precedente) adresse\b"
        ),
        (
            r"\b(?:mauvaise?s?|faux|fausse|erreur (?:sur|dans|de|d')) ?(?:mon |le |la |l'|mes |ma )?(?:nom|prenom"
            r"|adresse|date de"
            r" naissance|coordonnees|identite)\b[^.!?\n]{0,30}\b(?:compte|profil|espace|dossier|carte|contrat"
            r"|factures?|courriers?"
            r"|billets?|reservation|fiche|abonnement)\b"
        ),
        (
            r"\b(?:mon|notre) (?:pre)?nom (?:de \w+ )?(?:est|reste|etait) (?:\w+ )?(?:mal (?:ecrit|orthographie)|faux"
            r"|errone"
            r"|incorrect)\b|\b(?:mal (?:ecrit|orthographie)|trompe\w* (?:de|dans|sur)) (?:mon|notre) (?:pre)?nom\b"
        ),
    ),
    Matter.DOWN: (
        (
            r"\b(?:site|appli\w*|serveurs?|reseau|internet|wi-?fi|connexion"
            r"|systeme|ligne(?: fixe| telephonique)?|fibre|adsl)\b[^.!?\n]{0,25}\b(?:en panne|hors service|hors ligne"
            r"|inaccessible\w*|indisponible\w*|coupee?|morte?|muette?)\b"
        ),
        (
            r"\b(?:plus|pas|sans|aucun\w*) (?:d'|de )?(?:tonalite|internet|reseau|connexion internet|wi-?fi|electricite"
            r"|signal)\b|\bpanne (?:de reseau|d'internet|generale|de courant)\b"
        ),
    ),
    Matter.CRASH: (
        (
            rf"\b{ON_SCREEN}\b[^.!?\n]{{0,45}}\b(?:plant\w+|bug\w*|bogu\w*|beug\w*|erreurs?|fige\w*"
            rf"|ferme (?:tout|toute) seule?|(?:marche|fonctionne|charge|s'ouvre|ouvre|repond)\w* (?:pas|plus)"
            rf"|bloquee?)\b"
        ),
        r"\b(?:message|code|page) d'erreur\b|\bplante (?:sans arret|tout le temps|a chaque|depuis|des)\b",
        (
            r"\b(?:panier|page|ecran|formulaire|appli\w*|site|logiciel) (?:\w+ )?(?:se (?:vide|fige|ferme|coupe"
            r"|recharge|bloque"
            r"|deconnecte)|(?:reste|devient|est) (?:tout )?(?:blanche?|noire?|bloquee?|figee?)|tourne (?:en boucle"
            r"|dans le vide))\b"
        ),
        (
            r"\b(?:paiement|transaction)\b[^.!?\n]{0,30}\b(?:plante|echoue|est refuse|refusee? \w+ fois|bloque)\w*\b"
            r"|\berreur (?:au|de|lors du|pendant le) paiement\b|\berreur (?:\w+ )?(?:survenue|inattendue|inconnue)\b"
            r"|\bsession expiree\b"
            r"|\bimpossible de (?:payer|finaliser|passer (?:ma |une )?commande|valider (?:mon|ma) (?:panier"
            r"|commande))\b"
        ),
    ),
    Matter.RUDE: (
        (
            rf"\b{_STAFF_FR}\b[^.!?\n]{{0,45}}\b(?:impoli|malpoli|desagreable|irrespectueu|meprisant|grossi"
            rf"|agressi|condescendan|odieu|arrogan|antipathique)\w*"
        ),
        (
            r"\b(?:impoli|malpoli|meprisant|condescendan)\w*|\braccroche au nez\b|\bcri(?:e|ee|er) dessus\b"
            r"|\bmanque de respect\b|\bmal aimables?\b|\bri(?:re|t|ait|s)? au nez\b|\bleve les yeux au ciel\b"
        ),
        (
            r"\bparle\w* (?:\w+ )?(?:comme a|mal|sur un ton)\b|\bhumili(?:e|ee|es|ees|ant\w*|ation)\b"
            r"|\btraitee?s? comme (?:un|une|des|de"
            r"|du)\b|\b(?:m'a|m'ont|nous a|nous ont|l'a) (?:mal parle|hurle|engueule|insulte|rabaisse|meprise)\w*"
        ),
    ),
    Matter.PRICE: (
        (
            r"\b(?:prix|tarifs?|frais|abonnement|forfait|primes?)\b[^.!?\n]{0,30}\b(?:augment\w*|flamb\w*"
            r"|double\w*|triple\w*|exorbitant\w*|abusi\w*|trop (?:eleve|cher)\w*|delirant\w*)\b"
        ),
        (
            r"\b(?:trop|beaucoup trop|hors de prix|bien trop) cher\w*\b|\bhors de prix\b|\bhausse (?:de"
            r"|des) (?:prix|tarifs?)\b|\baugmentation (?:de|des|du) (?:prix|tarifs?)\b"
        ),
    ),
    Matter.UNHEARD: (
        (
            r"\b(?:personne|aucun \w+|vous) (?:ne |n')(?:me |m'|nous )?(?:\w+ )?(?:repond|rappel|decroch"
            r"|daign)\w*|\b(?:ne|me) repond\w* (?:pas|jamais|plus|meme pas)\b"
        ),
        (
            r"\b(?:sans|aucune|pas de|pas eu de|jamais de|jamais eu de|toujours pas de) (?:reponse|nouvelles?"
            r"|retour)\b|\bjamais (?:repondu|rappele\w*)\b"
        ),
        (
            r"\b(?:minutes|heures?|attente) (?:d'attente )?(?:au telephone|en ligne|d'attente)\b"
            r"|\bignore (?:mes|mon|nos)\b|\bmusique d'attente\b"
        ),
        (
            r"\b(?:l'ombre d'une|zero|(?:pas|sans) la moindre|pas une seule|toujours aucune?) (?:reponse|nouvelles?"
            r"|retour)\b"
            r"|\b(?:mails?|messages?|appels?|courriers?|demandes?|reclamations?)\b[^.!?\n]{0,25}\b(?:sans suite"
            r"|ignore\w*)\b"
            r"|\b(?:renvoi\w+|renvoye\w*) (?:\w+ ){0,2}(?:de service en|d'un service|d'un conseiller)\b"
            r"|\brenvoi\w* la balle\b"
        ),
        r"\bpersonne qui (?:repond|decroche|rappelle)\b",
    ),
}
