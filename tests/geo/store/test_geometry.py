import sqlite3

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.store.geometry import (
    decode,
    decode_point,
    encode_area,
    encode_point,
    register_functions,
)

SQUARE = shapely.box(10, 20, 30, 40)
HEADER = b"GP\x00\x01\xe6\x10\x00\x00"
EMPTY_POINT = b"GP\x00\x11\xe6\x10\x00\x00" + shapely.to_wkb(shapely.Point())


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_point_survives_exactly(lon: float, lat: float) -> None:
    """Nothing is rounded; longitude comes first."""
    blob = encode_point(lon, lat)

    assert decode_point(blob) == (lon, lat)
    assert decode(blob) == shapely.Point(lon, lat)


def test_every_footprint_becomes_a_multipolygon() -> None:
    """What has no area in it is left out, heights too."""
    mixed = shapely.GeometryCollection(
        [shapely.Point(0, 0), shapely.force_3d(SQUARE), shapely.MultiPolygon([SQUARE])]
    )

    area = decode(encode_area(mixed) or b"")

    assert area == shapely.MultiPolygon([SQUARE, SQUARE])
    assert encode_area(shapely.Point(0, 0)) is None
    assert encode_area(shapely.Polygon()) is None


@pytest.mark.parametrize(
    ("blob", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(EMPTY_POINT, None, id="empty"),
        pytest.param(encode_point(float("nan"), float("nan")), None, id="empty, not flagged"),
        pytest.param(HEADER + shapely.to_wkb(SQUARE), (20, 30), id="a square"),
        pytest.param(HEADER + shapely.to_wkb(shapely.Point(1, 2, 3)), (1, 2), id="with height"),
        pytest.param(
            b"GP\x00\x00\x00\x00\x10\xe6" + shapely.to_wkb(shapely.Point(1, 2), byte_order=0),
            (1, 2),
            id="big-endian",
        ),
    ],
)
def test_whatever_another_program_wrote_is_read_as_a_point(
    blob: bytes | None, expected: tuple | None
) -> None:
    """QGIS may write bounds, heights and other geometries."""
    assert decode_point(blob) == expected


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX" + HEADER, HEADER, b"GP\x00\x0d" + HEADER])
def test_what_is_no_geometry_is_refused(blob: bytes) -> None:
    """Never read as an empty one."""
    with pytest.raises(ValueError, match="GeoPackage geometry"):
        decode(blob)


@pytest.mark.parametrize(
    ("blob", "expected"),
    [
        pytest.param(encode_point(1, 2), (0, 1, 1, 2, 2), id="point"),
        pytest.param(encode_area(SQUARE), (0, 10, 30, 20, 40), id="area with bounds"),
        pytest.param(HEADER + shapely.to_wkb(SQUARE), (0, 10, 30, 20, 40), id="area without"),
        pytest.param(EMPTY_POINT, (1, None, None, None, None), id="empty"),
        pytest.param(None, (None,) * 5, id="none"),
    ],
)
def test_sql_functions_say_what_the_spatial_index_needs(
    blob: bytes | None, expected: tuple
) -> None:
    """The triggers of a GeoPackage call them by these names."""
    connection = sqlite3.connect(":memory:")
    register_functions(connection)
    sql = "SELECT ST_IsEmpty(?1), ST_MinX(?1), ST_MaxX(?1), ST_MinY(?1), ST_MaxY(?1)"

    found = connection.execute(sql, (blob,)).fetchone()
    connection.close()

    assert found == expected
