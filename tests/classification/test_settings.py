"""What an administrator may choose, and what is refused."""

from dataclasses import FrozenInstanceError

import pytest
from classification.cuts import CutContext
from classification.frame import NET_REVENUE
from classification.settings import Cut
from classification.window import Window
from tiering_samples import AS_OF, BIG, SMALL, TOP, percent_cuts, pyramid


def test_the_choices_an_administrator_need_not_make():
    settings = pyramid()
    assert settings.value == "net_revenue"
    assert settings.population == "existing"
    assert settings.ties == "down"
    assert settings.new_days == 90
    assert settings.cuts[0].minimum is None


def test_places_on_the_ladder_are_best_first():
    assert pyramid((), ladder=(40, 7, 19)).position == {40: 0, 7: 1, 19: 2}


def test_a_ladder_may_have_one_tier_only():
    assert pyramid((), ladder=(SMALL,)).position == {SMALL: 0}


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (pyramid(), "ties"),
        (percent_cuts(1)[0], "threshold"),
        (CutContext(30, "down", "net_revenue"), "population"),
        (NET_REVENUE, "missing"),
        (Window.of_months(AS_OF, 12), "first"),
    ],
)
def test_what_was_chosen_is_frozen(thing, name):
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)


def test_settings_show_what_was_chosen_and_nothing_derived():
    assert "ties='down'" in repr(pyramid())
    assert "position" not in repr(pyramid())


def test_equal_choices_are_equal_settings():
    assert pyramid() == pyramid()
    assert pyramid() != pyramid(ties="up")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ladder": (), "cuts": ()}, "at least one ranked tier"),
        ({"ladder": (TOP, BIG, TOP), "cuts": ()}, "twice on the ladder"),
        ({"ties": "sideways"}, "unknown rule for ties: 'sideways'"),
        ({"population": "half"}, "unknown population: 'half'"),
        ({"ladder": (TOP, BIG)}, "the last one excepted"),
        ({"cuts": (Cut(SMALL, "count", 5),)}, "the last one excepted"),
        ({"cuts": (Cut(99, "count", 5),)}, "the last one excepted"),
        ({"ladder": (TOP,), "cuts": percent_cuts(1)}, "the last one excepted"),
    ],
)
def test_what_makes_no_ladder_is_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        pyramid(**changes)


@pytest.mark.parametrize("ties", ["down", "up"])
@pytest.mark.parametrize("population", ["existing", "all"])
def test_every_documented_choice_is_accepted(ties, population):
    settings = pyramid(ties=ties, population=population)
    assert (settings.ties, settings.population) == (ties, population)
