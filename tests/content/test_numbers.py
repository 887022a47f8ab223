"""The numbers in the deck's prose that none of its own code blocks proves, each computed anew."""

from __future__ import annotations

from math import exp, log, pi, sin, sqrt
from statistics import NormalDist, fmean, pvariance

import pytest

from content.deck import FILES, read

DECK = "\n".join(read(file) for file in FILES)
NORMAL = NormalDist()
QUARTILE = NORMAL.inv_cdf(0.75)
GRID = [i / 1000 for i in range(-8000, 8001)]
SINE = [sin(pi * i / 5000) for i in range(-5000, 5000)]
WIDTH, LAYERS = 768, 12
KV_CACHE = 2 * 32 * 8 * 128 * 2
"""Bytes per token: keys and values, layers, KV heads, head size, bytes of a 16-bit number."""

CLAIMS = [
    ("an arithmetic mean of 0.505, but F1 of 0.02", (0.01 + 1) / 2, 0.505, 1e-9),
    ("an arithmetic mean of 0.505, but F1 of 0.02", 2 * 0.01 / (0.01 + 1), 0.02, 5e-4),
    ("holds about 63% of the distinct rows", 1 - exp(-1), 0.63, 5e-3),
    ("leaves out about 36.8% of the rows", (1 - 1 / 1000) ** 1000, 0.368, 5e-4),
    ("zero for a coin flip", log((1 - 0.5) / 0.5) / 2, 0, 1e-12),
    ("slope ≤ 0.25", max(exp(-x) / (1 + exp(-x)) ** 2 for x in GRID), 0.25, 1e-9),
    ("dips to −0.17", min(x * NORMAL.cdf(x) for x in GRID), -0.17, 5e-4),
    (r"$0.25^{10}\approx10^{-6}$", 0.25**10, 1e-6, 1e-7),
    (r"a gain of 1.5 over 50 steps makes $6\cdot10^8$", 1.5**50, 6e8, 5e7),
    (r"$2^{12}=4096$ times", 2 ** (2 + 10), 4096, 0),
    (r"\approx0.95$ points", 100 * sqrt(0.9 * 0.1 / 1000), 0.95, 5e-3),
    ("So 50% from a model trained on 1% of the negatives means 1%", 0.005 / (0.005 + 0.5), 0.01, 1e-4),
    (r"$p>\frac{1}{101}$ if a miss costs 100 false alarms", 1 / (1 + 100), 1 / 101, 0),
    (r"| $\lvert z\rvert>3$ | 0.27%", 200 * NORMAL.cdf(-3), 0.27, 5e-3),
    ("| 1.5 IQR beyond the quartiles | 0.70%", 200 * NORMAL.cdf(-4 * QUARTILE), 0.70, 5e-3),
    (r"{\mathrm{MAD}}>3.5$ | 0.05%", 200 * NORMAL.cdf(-3.5), 0.05, 5e-3),
    (r"$0.67\,\frac", QUARTILE, 0.67, 5e-3),
    (r"below 3 for $n\le10$", 9 / sqrt(10), 2.85, 5e-3),
    (r"below 3 for $n\le10$", 10 / sqrt(11), 3.02, 5e-3),
    ("a KS test calls a gap of 0.002 significant", sqrt(-log(0.05 / 2) / 2) * sqrt(2 / 1e6), 0.0019, 5e-5),
    (r"\approx\frac{16\,\sigma^2}{\delta^2}", 2 * (NORMAL.inv_cdf(0.975) + NORMAL.inv_cdf(0.8)) ** 2, 16, 0.5),
    ("(50.3 : 49.7 with a million users)", 0.003 / sqrt(0.25 / 1e6), 6, 1e-9),
    ("140 GB in 16 bits, 35 GB in 4 bits", 70e9 * 16 / 8 / 1e9, 140, 0),
    ("140 GB in 16 bits, 35 GB in 4 bits", 70e9 * 4 / 8 / 1e9, 35, 0),
    (r"$1-0.99^{100}=63\%$", 1 - 0.99**100, 0.63, 5e-3),
    ("Twelve blocks make 85 million", LAYERS * 12 * WIDTH**2 / 1e6, 85, 0.5),
    ("embeddings add 39 million", (50_257 + 1024) * WIDTH / 1e6, 39, 0.5),
    ("that is 128 KiB, 1 GiB for 8,192 tokens", KV_CACHE / 2**10, 128, 0),
    ("that is 128 KiB, 1 GiB for 8,192 tokens", KV_CACHE * 8192 / 2**30, 1, 0),
    ("A million vectors of 1,024 floats take 4.1 GB", 1e6 * 1024 * 4 / 1e9, 4.1, 5e-2),
    ("| Constant | 0.50 | 0.25 | 0.75 |", fmean(y * y for y in SINE), 0.50, 1e-3),
    ("| Constant | 0.50 | 0.25 | 0.75 |", pvariance(SINE) / 2, 0.25, 1e-3),
    (r"\sqrt{1-\beta_2}}\approx3.2$ times as long", (1 - 0.9) / sqrt(1 - 0.999), 3.2, 5e-2),
    ("a hundred times the examples for a tenth of the noise", 1 / sqrt(100), 0.1, 1e-12),
    ("With 10 features and 100 rows that is a tenth", 10 / 100, 0.1, 1e-12),
]


@pytest.mark.parametrize(("words", "computed", "said", "within"), CLAIMS, ids=[words for words, *_ in CLAIMS])
def test_a_number_of_the_deck_is_what_it_says(words: str, computed: float, said: float, within: float) -> None:
    assert words in DECK
    assert computed == pytest.approx(said, rel=0, abs=within)


def test_the_lines_bias_and_variance_are_those_of_the_table() -> None:
    """By a grid over both training points; the deck's own block draws them at random."""
    points = [(2 * i + 1) / 200 - 1 for i in range(200)]
    lines = []
    for a in points:
        for b in points:
            if a != b:
                slope = (sin(pi * a) - sin(pi * b)) / (a - b)
                lines.append((slope, sin(pi * a) - slope * a))
    slope, intercept = fmean(m for m, _ in lines), fmean(c for _, c in lines)
    bias2 = fmean((slope * x + intercept - sin(pi * x)) ** 2 for x in points)
    spread = pvariance([m for m, _ in lines]) / 3 + pvariance([c for _, c in lines])
    assert "| Line | 0.21 | 1.69 | 1.90 |" in DECK
    assert bias2 == pytest.approx(0.21, abs=0.01)
    assert spread == pytest.approx(1.69, abs=0.05)
