from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.places import ranking
from geo.places.ranking import NOTHING, Ranker, load_ranker

RANKER = Ranker({"near": 2.0, NOTHING: 1.0}, ((0.0, 0.0), (0.5, 0.6), (1.0, 0.9)))


def test_a_score_is_the_weighted_sum_of_features() -> None:
    """What has no weight weighs nothing."""
    assert RANKER.score({"near": 0.5, "unheard_of": 9.0}) == 1.0


@given(st.lists(st.floats(-800, 800), max_size=20))
def test_chances_and_none_of_these_share_one(scores: list[float]) -> None:
    """Whatever the scores, nothing overflows and something is left for "none of these"."""
    chances = RANKER.chances(scores)

    assert len(chances) == len(scores)
    assert all(0 <= chance <= 1 for chance in chances)
    assert sum(chances) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("chance", "confidence"), [(0.0, 0.0), (0.25, 0.3), (0.5, 0.6), (0.75, 0.75), (1.0, 0.9)]
)
def test_confidence_lies_between_the_points_of_the_table(chance: float, confidence: float) -> None:
    """Straight lines join them."""
    assert RANKER.confidence_of(chance) == pytest.approx(confidence)


def test_the_bundled_confidence_rises_with_the_chance() -> None:
    """A likelier place is never less sure."""
    confidences = [load_ranker().confidence_of(number / 100) for number in range(101)]

    assert confidences == sorted(confidences)
    assert 0.0 <= confidences[0] < 0.1
    assert 0.95 < confidences[-1] <= 1.0


def test_what_policy_says_is_not_learned() -> None:
    """A bare name is the city, a cue word means the unit, the caller is believed."""
    weights = load_ranker().weights

    assert weights["namesake"] == -3
    assert weights["level"] == 1
    assert weights["expected"] == 4


def test_a_damaged_table_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file."""
    monkeypatch.setattr(ranking, "data_dir", lambda _: tmp_path)
    (tmp_path / "ranker_weights.csv").write_text("feature,weight\nnear,much\n")
    load_ranker.cache_clear()
    try:
        with pytest.raises(GazetteerError, match=r"ranker_weights\.csv"):
            load_ranker()
    finally:
        load_ranker.cache_clear()
