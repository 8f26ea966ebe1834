"""Colours: contrast as WCAG 2.2 computes it, colour-blindness, and one theme for screen and charts."""

import itertools
import tomllib

import pytest

from charts.theme import DARK, LIGHT, contrast, level_colour, palette, text_on

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # Known values: black on white 21, #767676 on white 4.54, #777777 on white 4.48 (just too little), equal colours 1.
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#777777", "#FFFFFF", 4.48),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_wcags(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@BOTH
def test_text_can_be_read(colours):
    for text in (colours.text, colours.muted):
        for ground in (colours.background, colours.surface):
            assert contrast(text, ground) >= 4.5, (text, ground)


@BOTH
def test_what_carries_meaning_stands_out(colours):
    for shape in (*colours.categorical, colours.accent, colours.outline, colours.missing_line):
        assert contrast(shape, colours.background) >= 3, shape


@BOTH
def test_levels_go_from_light_to_dark_in_one_hue_and_bear_text(colours):
    brightness = [contrast(step, "#000000") for step in colours.levels]
    assert brightness == sorted(brightness, reverse=True)
    for step in range(101):
        colour = level_colour(colours, step / 100)
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert red <= green <= blue
        assert contrast(text_on(colour), colour) >= 4.5


@BOTH
def test_the_ends_of_the_level_scale_are_its_own_colours(colours):
    assert level_colour(colours, 0) == colours.levels[0]
    assert level_colour(colours, 1) == colours.levels[-1]
    assert level_colour(colours, 1.7) == colours.levels[-1]
    assert level_colour(colours, -1) == colours.levels[0]


# Machado, Oliveira and Fernandes 2009, severity 1.0.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour, matrix):
    """CIELAB of a colour as someone with that sight sees it."""
    raw = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in raw]
    red, green, blue = (min(1, max(0, sum(row[place] * linear[place] for place in range(3)))) for row in matrix)
    x = 0.4124564 * red + 0.3575761 * green + 0.1804375 * blue
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = 0.0193339 * red + 0.1191920 * green + 0.9503041 * blue
    fx, fy, fz = (
        share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in (x / 0.95047, y, z / 1.08883)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@BOTH
@pytest.mark.parametrize("sight", BLINDNESS)
def test_series_can_be_told_apart_by_every_kind_of_sight(colours, sight):
    for one, other in itertools.combinations(colours.categorical, 2):
        distance = sum(
            (a - b) ** 2 for a, b in zip(seen(one, BLINDNESS[sight]), seen(other, BLINDNESS[sight]), strict=True)
        ) ** 0.5  # fmt: skip
        assert distance >= 20, (one, other)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_screen_and_charts_share_one_theme(root, mode):
    theme = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    colours = palette(mode)
    assert theme["backgroundColor"] == colours.background
    assert theme["secondaryBackgroundColor"] == colours.surface
    assert theme["textColor"] == colours.text
    assert theme["linkColor"] == colours.accent
    assert theme["borderColor"] == colours.border
    assert tuple(theme["chartCategoricalColors"]) == colours.categorical
    # Streamlit writes white on the accent, and the accent as text on both grounds of a page.
    assert contrast(theme["primaryColor"], "#FFFFFF") >= 4.5
    assert contrast(theme["primaryColor"], colours.background) >= 4.5
    assert contrast(theme["linkColor"], colours.surface) >= 4.5
