"""The words by which digits beside them are told to be a postal code."""


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


STATES = _words(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY DC PR
    """
)
"""Letters of the states of the USA."""

BRITISH_AREAS = _words(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK
    FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG
    NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR
    TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """
)
"""First letters of British postal codes."""

NOT_PLACES = _words(
    """
    AD AM BC BP CA CD CE CH CM CV DJ EU EUR FM FPS GB HD HP HZ ID II IP IQ IT KB KC KG KM KW MA MB MHZ MM MS OK OP PC PI
    PM PS PT TV UK US USD VS XL XP
    euro euros eur kč czk usd dollar dollars pounds zł pln złotych korun kronor kroner kilometer kilometers kilometrů
    meter metrů people leute lidí followers views schritte steps punkte points jahre years let stück mal times uhr
    mann menschen einwohner obyvatel january february march april may june july august september october november
    december januar februar märz mai juni juli oktober dezember
    """
)
"""What follows a number and is no place."""

KEYWORDS = (
    "postcode|post code|postal code|zip|zip code|zipcode|plz|postleitzahl|psč|psc|kod pocztowy|code postal|"
    "(?-i:C\\.?P\\.?)|(?-i:CAP|CEP)|código postal|codigo postal|postnummer|postnr|postinumero|irányítószám|irsz|"
    "индекс|поштовий індекс|posta kodu|poštanski broj|poštová směrovací číslo|"
    "postcode is|zip is|zip code is|plz ist|pin code|pincode"
)
"""What is written before a postal code."""

STREETS_BEFORE_NUMBER = (
    "street|st|road|rd|avenue|ave|lane|drive|court|square|boulevard|blvd|terrace|crescent|"
    "rue|impasse|allée|chemin|via|viale|piazza|corso|vicolo|calle|avenida|avda|plaza|paseo|carrer|"
    "rua|travessa|praça|largo|ul|ulica|ulice|nám|náměstí|třída|tř|nábřeží|námestie|al|aleja|aleje|plac|osiedle|os|"
    "utca|tér|körút|út|strada|bulevardul|вулиця|вул|улица|ул|проспект|просп|пр-т|площа|площадь|"
    "cadde|caddesi|sokak|mahallesi|gade|vej|väg|gata|katu|tie|straat|laan|plein|weg|platz|gasse|straße|str"
)
"""Words for streets that stand alone."""

STREETS_OF_TWO_WORDS = (
    "straße|strasse|str\\.|gasse|platz|weg|allee|damm|ufer|ring|straat|laan|gracht|plein|kade|gatan|vägen|gränd|"
    "gaten|veien|vegen|gade|vej|allé|katu|tie|kuja|polku"
)
"""Words for streets that end longer words."""

CITIES = frozenset(
    words.strip()
    for words in """
    amsterdam, ankara, antwerpen, athens, athina, barcelona, bari, basel, beograd, bergen, berlin, bern,
    bielefeld, bilbao, birmingham, bochum, bologna, bonn, bordeaux, boston, bratislava, bremen, brno, brugge,
    bruxelles, brussels, bucharest, bucurești, budapest, chicago, cluj, cluj-napoca, craiova, dallas, debrecen,
    den haag, denver, detroit, dortmund, dresden, duisburg, düsseldorf, essen, firenze, florence, frankfurt,
    gdańsk, gdynia, geneva, genova, genève, gent, göteborg, graz, grenoble, hamburg, hannover, helsinki,
    houston, iași, innsbruck, istanbul, izmir, karlsruhe, kaunas, kharkiv, kiel, košice, kraków, krakow, kyiv,
    kyjev, köln, cologne, københavn, copenhagen, lausanne, leipzig, liberec, lille, linz, lisboa, lisbon,
    ljubljana, los angeles, lublin, luxembourg, luzern, lviv, lyon, madrid, málaga, malmö, mannheim, marseille,
    miami, milan, milano, montpellier, moscow, münchen, munich, münster, nantes, napoli, naples, new york, nice,
    nürnberg, odense, olomouc, oslo, ostrava, palermo, pardubice, paris, philadelphia, phoenix, plzeň, plzen,
    porto, poznań, poznan, praha, prague, reims, rennes, riga, roma, rome, rostock, rotterdam, salzburg, san
    diego, san francisco, san josé, seattle, sevilla, sofia, split, stavanger, stockholm, strasbourg, stuttgart,
    szczecin, szeged, são paulo, rio de janeiro, tallinn, tampere, tartu, thessaloniki, timișoara, torino,
    turin, toulouse, trondheim, turku, uppsala, utrecht, valencia, venezia, verona, vilnius, warszawa, warsaw,
    wien, vienna, wrocław, wroclaw, zagreb, zaragoza, zürich, zurich, århus, aarhus, łódź, lodz, žilina, киев,
    київ, москва, санкт-петербург, одеса, харків, львів, алматы, минск, new delhi, delhi, mumbai, bengaluru,
    bangalore, kolkata, chennai, hyderabad, pune, méxico, bogotá, lima, santiago, buenos aires, brasília,
    salvador, fortaleza, curitiba
    """.replace("\n", " ").split(",")
)
"""Large cities, in small letters, in the spellings of their people and in English."""
