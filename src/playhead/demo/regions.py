"""In which regions the demo's viewers live: invented shares, under the names that databases use.

No free database knows regions, so the demo brings one of its own: it cuts each of its networks
into regions by their shares, in MaxMind's format, which the collector reads as any other.

Law: data, and a pure writing of it; it knows the demo's networks and no others.
"""

from typing import Final

import msgspec

from playhead.demo.geography import Record, database_of
from playhead.demo.places import COUNTRIES

_THIRD_BYTES: Final = 256


class Region(msgspec.Struct, frozen=True):
    """A region of a country, as ISO 3166-2 codes it; `share` is of the country's viewers."""

    code: str
    name: str
    share: float


def _regions(text: str) -> tuple[Region, ...]:
    """Read `code name share` of each line."""
    rows = [line.split() for line in text.strip().splitlines()]
    return tuple(Region(row[0], " ".join(row[1:-1]), float(row[-1])) for row in rows)


REGIONS: Final = {
    "US": _regions("""
        CA California 16
        TX Texas 12
        FL Florida 9
        NY New York 9
        PA Pennsylvania 6
        IL Illinois 6
        OH Ohio 5
        GA Georgia 5
        WA Washington 5
        NC North Carolina 5
        MI Michigan 4
        CO Colorado 4
        MN Minnesota 3
        OR Oregon 3
        AZ Arizona 3
        DC District of Columbia 2
        HI Hawaii 1
        AK Alaska 1
    """),
    "GB": _regions("""
        ENG England 80
        SCT Scotland 11
        WLS Wales 5
        NIR Northern Ireland 4
    """),
    "DE": _regions("""
        NW North Rhine-Westphalia 22
        BY Bavaria 17
        BW Baden-Wurttemberg 13
        NI Lower Saxony 9
        HE Hesse 8
        BE Berlin 8
        SN Saxony 5
        RP Rheinland-Pfalz 5
        HH Hamburg 4
        SH Schleswig-Holstein 3
        BB Brandenburg 3
        TH Thuringia 2
        HB Bremen 1
    """),
    "FR": _regions("""
        IDF Île-de-France 28
        ARA Auvergne-Rhône-Alpes 13
        PAC Provence-Alpes-Côte d'Azur 9
        OCC Occitanie 9
        NAQ Nouvelle-Aquitaine 9
        HDF Hauts-de-France 8
        GES Grand Est 8
        PDL Pays de la Loire 6
        BRE Brittany 5
        NOR Normandy 5
    """),
    "BR": _regions("""
        SP São Paulo 30
        RJ Rio de Janeiro 14
        MG Minas Gerais 12
        RS Rio Grande do Sul 8
        PR Paraná 8
        BA Bahia 7
        PE Pernambuco 5
        CE Ceará 5
        DF Federal District 4
        AM Amazonas 2
    """),
    "IN": _regions("""
        MH Maharashtra 18
        KA Karnataka 13
        TN Tamil Nadu 12
        DL National Capital Territory of Delhi 11
        UP Uttar Pradesh 10
        TS Telangana 8
        GJ Gujarat 8
        WB West Bengal 7
        KL Kerala 6
        RJ Rajasthan 5
    """),
    "JP": _regions("""
        13 Tokyo 30
        27 Ōsaka 14
        14 Kanagawa 10
        23 Aichi 9
        12 Chiba 6
        11 Saitama 6
        40 Fukuoka 6
        01 Hokkaido 6
        28 Hyōgo 5
        26 Kyoto 4
        47 Okinawa 2
    """),
    "ES": _regions("""
        MD Madrid 26
        CT Catalonia 22
        AN Andalusia 15
        VC Valencia 11
        PV Basque Country 7
        GA Galicia 6
        CN Canary Islands 4
        IB Balearic Islands 3
    """),
    "NL": _regions("""
        NH North Holland 28
        ZH South Holland 26
        NB North Brabant 15
        UT Utrecht 11
        GE Gelderland 10
        GR Groningen 4
    """),
    "SE": _regions("""
        AB Stockholm 38
        O Västra Götaland County 22
        M Skåne County 17
        C Uppsala County 6
        BD Norrbotten County 3
    """),
    "AU": _regions("""
        NSW New South Wales 34
        VIC Victoria 29
        QLD Queensland 18
        WA Western Australia 10
        SA South Australia 6
        TAS Tasmania 2
        ACT Australian Capital Territory 2
    """),
    "CA": _regions("""
        ON Ontario 42
        QC Quebec 22
        BC British Columbia 16
        AB Alberta 12
        MB Manitoba 4
        NS Nova Scotia 3
    """),
    "KR": _regions("""
        11 Seoul 34
        41 Gyeonggi-do 28
        26 Busan 11
        28 Incheon 8
        27 Daegu 7
        30 Daejeon 5
        49 Jeju-do 2
    """),
    "ZA": _regions("""
        GP Gauteng 46
        WC Western Cape 27
        KZN KwaZulu-Natal 17
        EC Eastern Cape 6
    """),
}


def regions_database() -> bytes:
    """Return the database of the demo's networks."""
    networks: dict[bytes, Record] = {}
    for country in COUNTRIES:
        regions = REGIONS[country.code]
        whole = sum(region.share for region in regions)
        records = [_record(country.code, region) for region in regions]
        for network in country.networks:
            first, second = map(int, network.split("."))
            reached, at = regions[0].share, 0
            for third in range(_THIRD_BYTES):
                while third / _THIRD_BYTES >= reached / whole:
                    at += 1
                    reached += regions[at].share
                networks[bytes((first, second, third))] = records[at]
    return database_of(networks, kind="Playhead-Demo-Regions")


def _record(country: str, region: Region) -> Record:
    return {
        "country": {"iso_code": country},
        "subdivisions": [{"iso_code": region.code, "names": {"en": region.name}}],
    }
