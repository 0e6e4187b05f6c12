"""Where the databases lie that come with the package. `README.md` says what and whose they are."""

from pathlib import Path

COUNTRY_DATABASE = Path(__file__).parent / "country.mmdb"
ASN_DATABASE = Path(__file__).parent / "asn.mmdb"
