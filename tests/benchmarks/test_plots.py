"""Plots are well-formed SVG and show what they were given."""

from __future__ import annotations

from xml.etree import ElementTree

from benchmarks.plots import calibration_plot, growth_plot

SVG = "{http://www.w3.org/2000/svg}"


def test_each_step_of_confidence_is_a_dot() -> None:
    plot = ElementTree.fromstring(calibration_plot([(0.14, False), (0.18, True), (0.95, True), (0.99, True)]))
    titles = [title.text for title in plot.iter(f"{SVG}title")]
    assert titles == ["2 fields: 0.16 expected, 0.50 right", "2 fields: 0.97 expected, 1.00 right"]


def test_what_is_linear_follows_the_dashed_line() -> None:
    plot = ElementTree.fromstring(growth_plot({"comments": [(10.0, 0.02), (100.0, 0.2)]}, "comments"))
    line = next(plot.iter(f"{SVG}polyline")).get("points", "").split()
    linear = next(one for one in plot.iter(f"{SVG}line") if one.get("stroke") == "#bbb")
    assert line == [f"{linear.get('x1')},{linear.get('y1')}", f"{linear.get('x2')},{linear.get('y2')}"]
