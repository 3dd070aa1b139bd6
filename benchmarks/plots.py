"""Plots as SVG, drawn by hand: no library, no script, no colour that tells anything alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log10
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _TOP = 520, 360, 70, 40
_BINS = 10

Point = tuple[float, float]


def calibration_plot(pairs: Sequence[tuple[float, bool]]) -> str:
    """How often fields are right (up) by the confidence they were given (right); the larger a dot, the more fields."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for pair in pairs:
        bins[min(int(pair[0] * _BINS), _BINS - 1)].append(pair)
    dots = [(_mean(c for c, _ in b), _mean(r for _, r in b), len(b)) for b in bins if b]
    x, y = _linear(0, 1, _LEFT, _WIDTH - 20), _linear(0, 1, _HEIGHT - 50, _TOP)
    ticks = [i / 5 for i in range(6)]
    most = max(count for _, _, count in dots)
    parts = [
        *_axes(x, y, [(t, f"{t:.1f}") for t in ticks], [(t, f"{t:.1f}") for t in ticks], "confidence", "share that is right"),
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4 4"/>',
    ]  # fmt: skip
    for chance, right, count in dots:
        parts.append(
            f'<circle cx="{x(chance):.1f}" cy="{y(right):.1f}" r="{3 + 9 * (count / most) ** 0.5:.1f}" fill="#2a6f97" fill-opacity="0.75"><title>{count} fields: {chance:.2f} expected, {right:.2f} right</title></circle>'
        )
    return _svg(f"Confidence of {len(pairs)} fields, and how many are right", parts)


def growth_plot(lines: Mapping[str, Sequence[Point]], across: str) -> str:
    """Seconds (up) against sizes (right), both on scales of powers of ten; a dashed line shows what is linear."""
    points = [point for line in lines.values() for point in line]
    low, high = min(p[0] for p in points), max(p[0] for p in points)
    least, most = min(p[1] for p in points), max(p[1] for p in points)
    x = _powers(low, high, _LEFT, _WIDTH - 20)
    y = _powers(least, max(most, least * high / low), _HEIGHT - 50, _TOP)
    parts = _axes(x, y, [(v, f"{v:,.0f}") for v in _decades(low, high)], [(v, f"{v:g}") for v in _decades(least, most)], across, "seconds")  # fmt: skip
    for place, (name, line) in enumerate(lines.items()):
        start = line[0]
        ends = " ".join(f"{x(size):.1f},{y(second):.1f}" for size, second in line)
        dash = ("", "6 3", "2 3")[place % 3]
        last = line[-1][0]
        parts += [
            f'<line x1="{x(start[0]):.1f}" y1="{y(start[1]):.1f}" x2="{x(last):.1f}" y2="{y(start[1] * last / start[0]):.1f}" stroke="#bbb" stroke-dasharray="4 4"/>',
            f'<polyline points="{ends}" fill="none" stroke="#2a6f97" stroke-width="2" stroke-dasharray="{dash}"/>',
            f'<text x="{_LEFT + 10}" y="{_TOP + 14 + 16 * place}" font-size="12">{escape(name)}: {line[0][1]:.3g} s to {line[-1][1]:.3g} s</text>',
        ]
    return _svg("Time grows with the size (dashed grey: linear)", parts)


def _axes(x: Callable[[float], float], y: Callable[[float], float], across: list[tuple[float, str]], up: list[tuple[float, str]], name: str, side: str) -> list[str]:  # fmt: skip
    bottom, right = _HEIGHT - 50, _WIDTH - 20
    parts = [f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#333"/>']
    parts += [
        f'<text x="{x(at):.1f}" y="{bottom + 18}" text-anchor="middle" font-size="12">{text}</text>'
        for at, text in across
    ]
    parts += [
        f'<text x="{_LEFT - 8}" y="{y(at) + 4:.1f}" text-anchor="end" font-size="12">{text}</text>' for at, text in up
    ]
    parts += [
        f'<text x="{(_LEFT + right) / 2}" y="{_HEIGHT - 12}" text-anchor="middle" font-size="13">{escape(name)}</text>',
        f'<text transform="translate(16 {(_TOP + bottom) / 2}) rotate(-90)" text-anchor="middle" font-size="13">{escape(side)}</text>',
    ]
    return parts


def _svg(title: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" role="img" aria-label="{escape(title)}">'
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>', f'<text x="{_LEFT}" y="22" font-size="14" font-weight="bold">{escape(title)}</text>', *parts, "</svg>"]) + "\n"  # fmt: skip


def _linear(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _powers(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    scale = _linear(log10(low), log10(high), start, end)
    return lambda value: scale(log10(value))


def _decades(low: float, high: float) -> list[float]:
    return [10.0**power for power in range(-4, 9) if low <= 10.0**power * 1.001 and 10.0**power <= high * 1.001]


def _mean(values: object) -> float:
    found = [float(value) for value in values]  # type: ignore[attr-defined]  # any iterable of numbers
    return sum(found) / len(found)
