"""The kept answers of online geocoders, and whose turn it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import GeocoderError
from geo.places.geocoder_cache import KEPT_S, GeocoderCache, default_path


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Return the present time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def cache_of(tmp_path: Path, clock: Clock) -> Callable[[str], GeocoderCache]:
    """Return a function that opens the cache of a service."""
    return lambda service: GeocoderCache(
        tmp_path / "c" / "answers.sqlite", service, clock=clock, sleep=clock.sleep
    )


def test_an_answer_is_kept_for_its_service(cache_of: Callable[[str], GeocoderCache]) -> None:
    """None is an answer too: no such place."""
    cache_of("a").put("Somewhere", {"lon": 1.0})
    cache_of("a").put("Nowhere", None)

    assert cache_of("a").get("Somewhere") == (True, {"lon": 1.0})
    assert cache_of("a").get("Nowhere") == (True, None)
    assert cache_of("b").get("Somewhere") == (False, None)


def test_an_old_answer_is_asked_for_again(
    cache_of: Callable[[str], GeocoderCache], clock: Clock
) -> None:
    """Services learn."""
    cache_of("a").put("Somewhere", None)
    clock.now += KEPT_S + 1

    assert cache_of("a").get("Somewhere") == (False, None)


def test_turns_are_a_second_apart(cache_of: Callable[[str], GeocoderCache], clock: Clock) -> None:
    """For all processes together, and for each service apart."""
    waits = [cache_of("a").wait_for_turn(10) for _ in range(3)]

    assert waits == pytest.approx([0, 1, 1])
    assert cache_of("b").wait_for_turn(10) == 0
    clock.now += 100
    assert cache_of("a").wait_for_turn(10) == 0


def test_a_turn_that_comes_too_late_is_not_taken(tmp_path: Path, clock: Clock) -> None:
    """Others that wait longer keep theirs."""
    cache = GeocoderCache(tmp_path / "c", "a", clock=clock, sleep=lambda _: None)
    for _ in range(3):
        cache.wait_for_turn(10)

    with pytest.raises(GeocoderError, match="busy"):
        cache.wait_for_turn(2)
    assert cache.wait_for_turn(10) == pytest.approx(3)


def test_a_damaged_cache_is_named(tmp_path: Path) -> None:
    """What to do is said."""
    (tmp_path / "c").write_bytes(b"no database " * 100)

    with pytest.raises(GeocoderError, match="delete it"):
        GeocoderCache(tmp_path / "c", "a")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Not a traceback."""
    (tmp_path / "file").write_text("")

    with pytest.raises(GeocoderError, match="cannot be used"):
        GeocoderCache(tmp_path / "file" / "c", "a")


def test_the_cache_lies_in_the_users_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the XDG base directories have it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path().parent == tmp_path / "dateline"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_path().is_absolute()
