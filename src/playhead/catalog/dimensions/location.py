"""Where the viewer's network is."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = (
    Dimension(
        id="asn",
        label="ASN",
        meaning="number of the autonomous system of the network",
        column="asn",
        name_column="asn_name",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="continent_code",
        label="Continent",
        meaning="two-letter code of the continent",
        column="continent_code",
        level=Level.BASIC,
    ),
    Dimension(
        id="country",
        label="Country",
        meaning="ISO 3166-1 alpha-2 code of the country",
        column="country",
        names_country=True,
        level=Level.ADVANCED,
        tells_causes=True,
    ),
    Dimension(
        id="region",
        label="Region",
        meaning="state or province",
        column="region",
        level=Level.ADVANCED,
    ),
)
