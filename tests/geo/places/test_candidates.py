from geo.places.candidates import candidates_for, likeness
from geo.places.gazetteer import Gazetteer


def test_candidates_come_best_first_with_reasons(gazetteer: Gazetteer) -> None:
    """What `dateline place` shows explains itself."""
    found = candidates_for("Paris", gazetteer)

    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert found[0].place.country == "FR"
    assert any("people" in reason for reason in found[0].reasons)
    assert len(found) <= 40


def test_an_expected_country_lifts_its_candidates(gazetteer: Gazetteer) -> None:
    """Bias changes scores and is named among the reasons."""
    found = candidates_for("Tripoli", gazetteer, bias=("LB",))

    assert found[0].place.country == "LB"
    assert "in an expected country" in found[0].reasons


def test_an_unknown_phrase_has_no_candidates(gazetteer: Gazetteer) -> None:
    """Nothing is made up."""
    assert candidates_for("Xyzzyville", gazetteer) == []


def test_a_directional_name_is_read_both_ways(gazetteer: Gazetteer) -> None:
    """North Wales may be a town of that name or the north of Wales."""
    kinds = {candidate.place.kind.value for candidate in candidates_for("North Wales", gazetteer)}

    assert {"directional"} < kinds


def test_likeness_tells_spellings_from_other_names() -> None:
    """Another spelling shares most letter pairs, another name hardly any."""
    assert likeness("Sloviansk", "Slovyansk") > 0.6
    assert likeness("Sloviansk", "Nikopol") < 0.1
    assert likeness("", "") == 0
