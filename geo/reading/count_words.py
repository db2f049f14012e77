"""Words that say what is counted and what befell it."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TROOPS = _words(
    "soldiers soldier troops troop infantrymen infantry servicemen serviceman servicemembers "
    "servicewomen marines marine airmen sailors conscripts conscript recruits fighters "
    "fighter militants militant rebels rebel insurgents insurgent gunmen gunman militiamen "
    "commandos paratroopers combatants mercenaries mercenary reservists guardsmen "
    "paramilitaries peacekeepers terrorists jihadists guerrillas guerrilla cadets forces "
    "legionnaires gendarmes reservist battalion battalions brigade brigades "
    "regiment regiments platoon platoons garrison contingent contingents"
)
WEAPONS = _words(
    "missile missiles rocket rockets drone drones uav uavs shell shells bomb bombs munition "
    "munitions tank tanks howitzer howitzers jet jets warplane warplanes warship warships "
    "bombers gun guns rifle rifles launcher launchers grenade grenades mine mines warhead "
    "warheads aircraft helicopter helicopters ied ieds vbied vbieds mortar mortars torpedoes "
    "submarines submarine frigates frigate destroyers destroyer corvettes corvette gunboats "
    "carriers carrier minehunters minesweepers boats ships vessels bullets "
    "cartridges interceptors quadcopters"
)
PEOPLE = _words(
    "generals general commanders commander people person persons civilian civilians man men "
    "woman women child children boy boys "
    "girl girls resident residents worker workers employee employees student students teacher "
    "teachers passenger passengers protester protesters protestors demonstrators citizens "
    "citizen nationals national families villagers miners victims victim officers officer "
    "policemen police officials official journalists journalist doctors nurses medics "
    "patients inmates migrants migrant tourists tourist pilots pilot crew members member "
    "others staff personnel firefighters rescuers survivors adults teenagers infants babies "
    "pupils schoolchildren holidaymakers diplomats envoys guards shopkeepers pensioners fans "
    "cooks bloggers editors lawyers priests monks clerics mayors ministers wives sons "
    "daughters friends neighbours neighbors commuters homeowners clients buyers consumers "
    "athletes engineers specialists advisers advisors experts volunteers participants guests "
    "pilgrims worshippers farmers fishermen drivers voters delegates lawmakers inhabitants "
    "colleagues relatives brothers sisters suspects suspect attackers attacker assailants "
    "bystanders customers shoppers followers supporters activists individuals"
)
KILLED_NOUNS = _words("deaths death fatalities fatality dead bodies corpses lives")
WOUNDED_NOUNS = _words("injuries wounded injured")
DETAINED_NOUNS = _words("prisoners prisoner pows detainees hostages hostage captives arrests")
DISPLACED_NOUNS = _words("refugees evacuees idps displaced returnees")

KIND_OF_NOUN: dict[str, str] = {
    noun: kind
    for kind, nouns in (
        ("people", PEOPLE),
        ("troops", TROOPS),
        ("weapons", WEAPONS),
        ("killed", KILLED_NOUNS),
        ("wounded", WOUNDED_NOUNS),
        ("detained", DETAINED_NOUNS),
        ("displaced", DISPLACED_NOUNS),
        ("missing", frozenset({"missing"})),
    )
    for noun in nouns
}
"""What a number before this noun counts."""

_KILLED = (
    r"killed|dead|died|dies?|dying|perished|murdered|slain|massacred|executed|beheaded|"
    r"shot dead|drowned|deceased|deaths|fatalities|lost their lives|lost his life|lost her life"
)
_WOUNDED = r"wounded|injured|hurt|hospitali[sz]ed|maimed|taken to (?:a |the )?(?:\w+ )?hospitals?"
_MISSING = r"missing|unaccounted for"
_DETAINED = (
    r"arrested|detained|captured|imprisoned|jailed|abducted|kidnapped|in custody|held hostage|"
    r"taken (?:hostage|prisoner|captive)|apprehended|rounded up"
)
_DISPLACED = (
    r"displaced|evacuated|fled|homeless|uprooted|forced to (?:flee|leave)|forced from|"
    r"driven from|relocated"
)
PERSONAL_OUTCOMES = frozenset({"killed", "wounded"})
"""What befalls only living beings, so that whatever is counted is one."""

OUTCOME_AFTER = re.compile(
    rf"(?:(?P<killed>{_KILLED})|(?P<wounded>{_WOUNDED})|(?P<missing>{_MISSING})|"
    rf"(?P<detained>{_DETAINED})|(?P<displaced>{_DISPLACED}))\b",
    re.IGNORECASE,
)
"""What befell those counted, said after them."""

_LINK = (
    r"(?:\s+(?:an?other|the|all|also|a total of|with|some|what|another|other|its|their|his))"
    r"{0,2}\s+"
)
_REACHED = r"(?:\s\w+){0,4}?"
OUTCOME_BEFORE = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|s|ing)?|murder(?:ed|ing|s)|execut(?:ed|ing|es)|slaughter(?:ed|ing)|"
    r"(?:claim|tak|cost)(?:ed|ing|s|es)?(?: the lives of)|(?:death|killing|murder|massacre|"
    r"execution|deaths|killings)s? of|death toll(?:\s\w+){0,4}?|toll(?:\s\w+){0,3}? (?:to|at|of)|"
    rf"number of (?:those )?(?:dead|killed|deaths|fatalities){_REACHED})"
    r"|(?P<wounded>wound(?:ed|s|ing)|injur(?:ed|es|ing|ies to|y of)|hurt(?:ing|s)?|"
    r"hospitali[sz](?:ed|ing)|"
    rf"number of (?:those |people )?(?:wounded|injured|injuries){_REACHED})"
    r"|(?P<detained>arrest(?:ed|ing|s)?(?: of)?|detain(?:ed|ing|s)?|detention of|"
    r"captur(?:ed|ing|es?)(?: of)?|abduct(?:ed|ing|s|ion of)|kidnap(?:ped|ping|s)?(?: of)?|"
    r"jail(?:ed|ing|s)|apprehend(?:ed|ing)|imprison(?:ed|ing))"
    r"|(?P<displaced>displac(?:ed|ing|es?|ement of)|evacuat(?:ed|ing|es?|ion of)|"
    r"uproot(?:ed|ing)|forc(?:ed|ing|es))"
    rf"|(?P<missing>missing|number of (?:those |people )?missing{_REACHED}))(?:{_LINK}|\s+)\Z",
    re.IGNORECASE,
)
"""What befell those counted, said right before their number."""

STOPS = _words(
    "of in on at by for from with to as into after before during since while when where who "
    "whom which that than and or but nor if because is are was were be been being am has have "
    "had having do does did will would can could may might must shall should a an the this "
    "these those his her its their our my your he she it they we i you not no so under over "
    "between among against near across through per via about around only just still also "
    "already later earlier ago each every both either died killed wounded injured dead "
    "missing arrested detained hurt captured displaced evacuated fled including"
)
"""Words at which the phrase after a number ends."""

MEASURES = _words(
    "second seconds minute minutes hour hours day days night nights week weeks weekend month "
    "months year years decade decades century centuries quarter km kms kilometer kilometers "
    "kilometre kilometres mile miles meter meters metre metres m cm mm foot feet ft inch "
    "inches yard yards acre acres hectare hectares square kg kilogram kilograms kilo kilos "
    "gram grams pound pounds lb lbs ton tons tonne tonnes mph kmh kph knots degree degrees "
    "celsius fahrenheit percent percentage per cent points point times a.m am p.m pm gmt utc "
    "est edt bst local o'clock o’clock fold magnitude mw megawatts gigawatts volts litres "
    "liters gallons barrels cubic nautical caliber calibre"
)
"""What is measured, not counted: time, length, weight, temperature, shares."""

_TERMS = _words("year years month months week weeks day days")
_WEIGHTS = _words("ton tons tonne tonnes kg kilograms litres liters gallons barrels")
_AREAS = _words("percent km kilometers kilometres miles acres hectares")
_FORCES = _words("magnitude category mph kmh kph knots feet foot inches meters metres mm hour")

MEASURED: dict[str, frozenset[str]] = {
    "election": frozenset({"percent"}),
    "legislate": frozenset({"percent"}),
    "seize": _AREAS,
    "court": _TERMS,
    "statement.demand": _TERMS,
    "disaster": _FORCES | _AREAS,
    "aid": _WEIGHTS,
    "supply": _WEIGHTS,
}
"""Of which events a measure is a number, by type or group of types: shares of the vote, terms of
prison, the strength of an earthquake. Of all others ("marched 10 km") it is none."""

CURRENCIES = re.compile(
    r"\s?(?:-\s?)?(?:U\.?S\.?\s|[A-Z][a-z]{3,12}\s)?(?P<currency>dollars?|euros?|"
    r"(?:pounds?|sterling)(?=\s(?:sterling|worth)|\b)|rubles?|roubles?|won|yuan|yen"
    r"|hryvnias?|"
    r"z[lł]otys?|lari|"
    r"rupees?|lira|rand|pesos?|francs?|shekels?|USD|EUR|GBP|RUB|UAH|KRW|SEK|CHF)\b"
)
MONEY_SIGN = re.compile(
    r"(?P<currency>(?:US|A|C|AU|CA|HK|NZ)?\$|€|£|¥|₩|₴|₽|₹|"
    r"(?:USD|EUR|GBP|SEK|NOK|CHF|RUB|UAH)\s?)\s?\Z"
)

NAMING = re.compile(
    r"(?:\b(?:Article|Flight|Boeing|Airbus|Route|Highway|Resolution|Section|Chapter|Channel|Room|"
    r"Category|Phase|Stage|Type|Class|Level|Page|Season|Episode|Version|Appendix|Interstate|Hwy|"
    r"Group of|Gang of|Top|No\.?|Nos\.?|number|numbered|aged?|ages|ages? of|ages between"
    r"|phase|category|magnitude|"
    r"level|stage|chapter|page|article|section|room|route|channel|resolution|grade|game|season|"
    r"paragraph|rank(?:ed)?|at number|phoned?|dial(?:l?ed)?|hotline|telephone|Order|Decree"
    r"|Task Force|\([A-Z]{2,6}\))\s|[#№§]\s?)\Z"
)
"""What stands before a number that is a name or an age."""
