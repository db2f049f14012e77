"""Made-up events for the tests of the map: the kinds of rows that real reports give."""

from typing import Any, cast

from geo.columns import EventRow

# id: name, longitude, latitude, precision, uncertainty in metres, country, admin1, regions
PLACES: dict[str, tuple[str, float, float, str, float, str, str, list[str]]] = {
    "geonames:703448": (
        "Kyiv",
        30.5238,
        50.45466,
        "settlement",
        16000,
        "UA",
        "UA-30",
        ["UA", "UA-30"],
    ),
    "geonames:706483": (
        "Kharkiv",
        36.25272,
        49.98081,
        "settlement",
        11000,
        "UA",
        "UA-63",
        ["UA", "UA-63"],
    ),
    "geonames:2800866": (
        "Brussels",
        4.34878,
        50.85045,
        "settlement",
        9000,
        "BE",
        "BE-BRU",
        ["BE", "BE-BRU"],
    ),
    "geonames:1835848": (
        "Seoul",
        126.9784,
        37.566,
        "settlement",
        18000,
        "KR",
        "KR-11",
        ["KR", "KR-11", "korean-peninsula"],
    ),
    "geonames:2013348": (
        "Vladivostok",
        131.87353,
        43.10562,
        "settlement",
        12000,
        "RU",
        "RU-PRI",
        ["RU", "RU-PRI"],
    ),
    "geonames:538560": (
        "Kursk",
        36.18583,
        51.73733,
        "settlement",
        9000,
        "RU",
        "RU-KRS",
        ["RU", "RU-KRS"],
    ),
    "UA-14": (
        "Donetsk region",
        37.7,
        48.1,
        "region",
        92000,
        "UA",
        "UA-14",
        ["UA", "UA-14", "donbas"],
    ),
    "RU/east": ("eastern Russia", 121.0, 60.5, "macroregion", 1860000, "RU", "", ["RU"]),
    "korean-peninsula": (
        "Korean Peninsula",
        127.5,
        38.6,
        "macroregion",
        265000,
        "",
        "",
        ["korean-peninsula"],
    ),
    "curated:zaporizhzhia-npp": (
        "Zaporizhzhia nuclear power plant",
        34.5858,
        47.5119,
        "site",
        1500,
        "UA",
        "UA-23",
        ["UA", "UA-23"],
    ),
    "MX": ("Mexico", -102.0, 23.5, "country", 790000, "MX", "", ["MX"]),
}

REGIONS = {
    "UA": "Ukraine",
    "UA-30": "Kyiv City",
    "UA-63": "Kharkiv Oblast",
    "UA-14": "Donetsk Oblast",
    "UA-23": "Zaporizhzhia Oblast",
    "donbas": "Donbas",
    "BE": "Belgium",
    "BE-BRU": "Brussels Capital",
    "KR": "South Korea",
    "KR-11": "Seoul",
    "RU": "Russia",
    "RU-PRI": "Primorsky Krai",
    "RU-KRS": "Kursk Oblast",
    "korean-peninsula": "Korean Peninsula",
    "MX": "Mexico",
}

TYPES = {
    "strike": "Strike",
    "strike.missile": "Missile strike",
    "strike.drone": "Drone strike",
    "deploy": "Deployment",
    "deploy.troops": "Troop deployment",
    "train": "Training",
    "train.troops": "Military training",
    "statement": "Statement",
    "statement.announce": "Announcement",
    "statement.deny": "Denial",
    "meet": "Meeting",
    "meet.talks": "Talks",
    "disaster": "Disaster",
    "disaster.storm": "Storm",
}

FOOTPRINTS = {
    "UA-14": {
        "type": "Polygon",
        "coordinates": [
            [
                [36.6, 47.9],
                [37.2, 46.9],
                [38.2, 47.1],
                [38.9, 47.8],
                [38.5, 48.6],
                [37.9, 49.2],
                [36.8, 48.7],
                [36.6, 47.9],
            ]
        ],
    }
}

ACTORS = {
    "PRK": ("North Korea", "PRK", "GOV", []),
    "PRK-MIL": ("North Korean army", "PRK", "MIL", ["PRK"]),
    "RUS": ("Russia", "RUS", "GOV", []),
    "RUS-MIL": ("Russian forces", "RUS", "MIL", ["RUS"]),
    "UKR": ("Ukraine", "UKR", "GOV", []),
    "KOR-SPY": ("National Intelligence Service", "KOR", "SPY", ["KOR"]),
    "IGO-NATO": ("NATO", "IGO", "IGO", []),
}


def actor(key: str, role: str = "actor") -> dict[str, Any]:
    """Return an actor of the table in a role."""
    name, country, sector, parents = ACTORS[key]
    return {
        "id": key,
        "name": name,
        "role": role,
        "country": country,
        "sector": sector,
        "parents": parents,
        "span": None,
    }


def source(name: str, verb: str, via: str = "") -> dict[str, Any]:
    """Return who says so."""
    return {
        "name": name,
        "actor_id": "",
        "kind": "official",
        "verb": verb,
        "via": via,
        "span": None,
    }


def quantity(kind: str, value: float, unit: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    """Return a figure."""
    given = {"kind": kind, "value": value, "unit": unit, "minimum": None, "maximum": None}
    return {
        **given,
        "is_approximate": False,
        "subject": "",
        "part_of": None,
        "text": "",
        "span": None,
        **more,
    }


def _where(place_id: str, place: str) -> dict[str, Any]:
    if not place_id:
        nothing = {"place_id": "", "place_role": "event" if place else "", "precision": "unknown"}
        return {
            **nothing,
            "place": place,
            "uncertainty_m": None,
            "country": "",
            "admin1": "",
            "region_ids": [],
            "lon": None,
            "lat": None,
        }
    name, lon, lat, precision, radius, country, admin1, regions = PLACES[place_id]
    return {
        "place": name,
        "place_id": place_id,
        "place_role": "event",
        "precision": precision,
        "uncertainty_m": float(radius),
        "country": country,
        "admin1": admin1,
        "region_ids": regions,
        "lon": lon,
        "lat": lat,
    }


def _mention(where: dict[str, Any]) -> list[dict[str, Any]]:
    if not where["place"]:
        return []
    found = bool(where["place_id"])
    why = "the most populous place of that name" if found else "no place of that name is known"
    shared = {
        name: where[name] or None
        for name in ("place_id", "precision", "lon", "lat", "uncertainty_m", "country", "admin1")
    }
    return [
        {
            **shared,
            "text": where["place"],
            "name": where["place"] if found else None,
            "kind": None,
            "role": "event",
            "confidence": 0.9,
            "why": why,
            "span": None,
        }
    ]


def make_row(
    number: int,
    kind: str,
    title: str,
    days: tuple[str | None, str | None],
    place_id: str = "",
    **more: Any,  # noqa: ANN401 - any column
) -> EventRow:
    """Return the row of a made-up event; `more` overrides any column."""
    start, end = days
    precision = more.pop(
        "date_precision",
        "unknown"
        if not (start or end)
        else "open"
        if not (start and end)
        else "day"
        if start == end
        else "range",
    )
    edtf = (
        start
        if precision == "day"
        else ""
        if precision == "unknown"
        else f"{start or '..'}/{end or '..'}"
    )
    where = _where(place_id, more.pop("place", ""))
    actors = more.pop("actors", [])
    row = {
        "id": f"{number:016x}",
        "type": kind,
        "title": title,
        "quote": f"{title}, officials said.",
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "date_edtf": edtf,
        "actors": actors,
        "actor_ids": [one["id"] for one in actors],
        "countries": sorted({one["country"] for one in actors}),
        **where,
        "modality": "happened",
        "attribution": [],
        "quantities": [],
        "places": _mention(where),
        "reports": [
            {
                "id": f"{number:016x}",
                "title": "Allies weigh response to troop movements",
                "publisher": "Example Courier",
                "published": "2024-10-21",
                "url": f"https://example.org/reports/{number}",
                "span": [0, 40],
            }
        ],
        "report_count": 1,
        "publisher_count": 1,
        "related": [],
        "confidence": 0.81,
        "version": 1,
        "updated": "2024-10-22T08:00:00.000Z",
        **more,
    }
    return cast("EventRow", row)


def make_rows() -> list[EventRow]:
    """Return thirty events: exact places, regions, one spot with many, some without a place."""
    pa, ra, nis = actor("PRK-MIL"), actor("RUS-MIL"), actor("KOR-SPY")
    said = [source("Kyrylo Budanov", "told")]
    rows = [
        make_row(
            1,
            "statement.announce",
            "Zelenskyy announces that North Korea prepares 10,000 soldiers",
            ("2024-10-17", "2024-10-17"),
            "geonames:2800866",
            actors=[actor("UKR")],
            attribution=[source("Volodymyr Zelenskyy", "announced")],
            quantities=[
                quantity("troops", 10000, "soldiers", is_approximate=True, subject="North Korean")
            ],
        ),
        make_row(
            2,
            "strike.missile",
            "Missile strike kills 20 soldiers, six of them North Korean",
            (None, "2024-10-04"),
            "UA-14",
            quantities=[
                quantity("killed", 20, "soldiers"),
                quantity("killed", 6, "soldiers", subject="North Korean", part_of=20),
            ],
            attribution=[source("Ukrainian intelligence", "reported", "Kyiv Post")],
            modality="claimed",
        ),
        make_row(
            3,
            "train.troops",
            "About 11,000 North Korean infantry train in eastern Russia",
            ("2024-10-01", "2024-10-31"),
            "RU/east",
            date_precision="month",
            actors=[pa, actor("RUS", "recipient")],
            quantities=[quantity("troops", 11000, "infantry", is_approximate=True)],
            attribution=said,
            modality="claimed",
        ),
        make_row(
            4,
            "deploy.troops",
            "2,600 troops will move to Kursk",
            ("2024-11-01", "2024-11-01"),
            "geonames:538560",
            actors=[pa],
            quantities=[quantity("troops", 2600, "troops")],
            attribution=said,
            modality="planned",
        ),
        make_row(
            5,
            "deploy.troops",
            "Russian navy ships carry 1,500 special forces to Vladivostok",
            ("2024-10-08", "2024-10-13"),
            "geonames:2013348",
            actors=[ra, pa],
            quantities=[quantity("troops", 1500, "special forces")],
            attribution=[source("the National Intelligence Service", "said")],
            modality="claimed",
        ),
        make_row(
            6,
            "statement.deny",
            "Russia dismisses reports of foreign troops as a hoax",
            ("2024-10-10", "2024-10-10"),
            "",
            place="Kremlin press room",
            actors=[actor("RUS")],
            modality="happened",
        ),
        make_row(
            7,
            "meet.talks",
            "Envoys discuss the deployment",
            ("2024-10-20", "2024-10-20"),
            "geonames:1835848",
            actors=[nis, actor("IGO-NATO", "participant")],
        ),
        make_row(
            8,
            "statement.state",
            "Ministry calls the tension on the peninsula a serious threat",
            ("2024-10-18", "2024-10-18"),
            "korean-peninsula",
            actors=[actor("PRK")],
        ),
        make_row(
            9,
            "strike.drone",
            "Drone falls near the nuclear plant",
            ("2024-10-12", "2024-10-12"),
            "curated:zaporizhzhia-npp",
            modality="unconfirmed",
        ),
        make_row(
            10,
            "disaster.storm",
            "Storm leaves villages without power",
            ("2024-08-01", "2024-08-31"),
            "MX",
            date_precision="month",
        ),
        make_row(
            11,
            "statement.announce",
            "Alliance promises further help",
            (None, None),
            "",
            actors=[actor("IGO-NATO")],
        ),
        make_row(
            12,
            "deploy.troops",
            "Further units may follow by the end of the year",
            ("2024-10-01", None),
            "",
            place="Sukhodolsk",
            actors=[ra],
            modality="possible",
        ),
    ]
    for number in range(13, 21):
        day = f"2024-10-{number:02d}"
        kind = ("strike.missile", "strike.drone")[number % 2]
        rows.append(
            make_row(
                number,
                kind,
                f"Night attack number {number} damages a power station",
                (day, day),
                "geonames:703448",
                actors=[ra],
            )
        )
    for number in range(21, 29):
        day = f"2024-10-{number - 12:02d}"
        rows.append(
            make_row(
                number,
                "strike.drone",
                f"Drones hit a depot, raid {number}",
                (day, day),
                "geonames:706483",
                actors=[ra],
            )
        )
    rows.append(
        make_row(
            29,
            "strike.missile",
            "Two killed as missile hits a market",
            ("2024-10-19", "2024-10-19"),
            "UA-14",
            actors=[ra],
            quantities=[quantity("killed", 2, "people")],
        )
    )
    rows.append(
        make_row(
            30,
            "meet.talks",
            "Leaders speak about a ceasefire",
            ("2024-10-20", "2024-10-21"),
            "geonames:2800866",
            actors=[actor("UKR"), actor("IGO-NATO", "participant")],
        )
    )
    return rows


HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    "<img src=x onerror=window.hacked=3>",
    "`${window.hacked=4}`",
    "${window.hacked=5}",
    "{{7*7}}",
    "{% x",
    "{#",
    "a trailing backslash \\",
    "line\u2028separator\u2029here",
    "right\u202eto left override",
    "<!-- <script>",
    "]]> &lt;b&gt; &amp;",
    '"><svg onload=window.hacked=6>',
    "';window.hacked=7;//",
)
"""Texts that try to be more than text."""


def hostile_rows() -> list[EventRow]:
    """Return one event for each hostile text, which stands in every field a report can fill."""
    rows = []
    for number, text in enumerate(HOSTILE, start=1):
        evil = {
            "id": f"name:{text}",
            "name": text,
            "role": "actor",
            "country": None,
            "sector": "",
            "parents": [],
            "span": None,
        }
        place = "geonames:703448" if number % 2 else ""
        more: dict[str, Any] = {"place": text} if not place else {}
        row = make_row(
            number,
            "statement.state",
            text,
            ("2024-10-17", "2024-10-17"),
            place,
            quote=text,
            actors=[evil],
            attribution=[source(text, text, text)],
            quantities=[quantity("other", 1, text, subject=text)],
            **more,
        )
        row["reports"] = [
            {
                "id": "1",
                "title": text,
                "publisher": text,
                "published": "2024-10-17",
                "url": f"javascript:window.hacked={number}",
                "span": [0, 1],
            }
        ]
        row["place"] = text
        rows.append(row)
    return rows
