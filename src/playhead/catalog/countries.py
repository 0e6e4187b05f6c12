"""Countries by their ISO 3166-1 alpha-2 code: the continent they count to, and their English name.

XK, which edge databases give for Kosovo, is known too. Countries on two continents count to the one
that the databases of addresses customarily give them: Russia and Cyprus to Europe, Turkey and the
Caucasus to Asia, Egypt to Africa.
"""

import functools

from babel import Locale

_CONTINENTS = {
    "AF": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA "
        "MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW"
    ),
    "AN": "AQ BV GS HM TF",
    "AS": (
        "AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK "
        "MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE"
    ),
    "EU": (
        "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE "
        "LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK"
    ),
    "NA": (
        "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX "
        "NI PA PM PR SV SX TC TT US VC VG VI"
    ),
    "OC": ("AS AU CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS"),
    "SA": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
}
_CONTINENT_OF = {
    country: continent
    for continent, countries in _CONTINENTS.items()
    for country in countries.split()
}
COUNTRIES = frozenset(_CONTINENT_OF)


def continent_of(country: str) -> str | None:
    """Return the two-letter continent of a country, or nothing if there is no such country."""
    return _CONTINENT_OF.get(country)


def name_of(country: str) -> str | None:
    """Return the English name of a country, or nothing if there is no such country."""
    return _names().get(country) if country in COUNTRIES else None


def countries_called(part: str) -> tuple[str, ...]:
    """Return the countries in whose English names a text stands, in capitals or not."""
    wanted = part.lower()
    return tuple(
        country for country in sorted(COUNTRIES) if wanted in (name_of(country) or "").lower()
    )


@functools.cache
def _names() -> dict[str, str]:
    return dict(Locale("en").territories)
