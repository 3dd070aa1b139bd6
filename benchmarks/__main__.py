"""`make bench`: measure, print one table with the machine it holds for.

python -m benchmarks [extraction|crawl|frontier|ingest|export|scale|memory …] [--smoke]

Without names: all but memory. `--smoke` takes the smallest sizes, to see that every figure can be had;
such figures say nothing. Exit status 1 where a figure is below what is wanted (never with `--smoke`).
"""

from __future__ import annotations

import argparse
import math
import sys

from benchmarks import crawl, exports, extraction, figures, frontier, ingest, memory, scale

RATIOS = {
    "extraction": extraction.measure,
    "crawl": crawl.measure,
    "frontier": frontier.measure,
    "ingest": ingest.measure,
    "export": exports.measure,
    "scale": scale.measure,
}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure, beside programs anyone can run."
    )
    parser.add_argument(
        "names", nargs="*", choices=[*RATIOS, "memory", []], metavar="NAME", help=", ".join([*RATIOS, "memory"])
    )
    parser.add_argument("--smoke", action="store_true", help="smallest sizes: is every figure there?")
    options = parser.parse_args()
    names = options.names or ([*RATIOS, "memory"] if options.smoke else [*RATIOS])
    print(*figures.describe_machine(), sep="\n", flush=True)
    found = [figure for name in names if name in RATIOS for figure in RATIOS[name](smoke=options.smoke)]
    peaks = memory.measure(smoke=options.smoke) if "memory" in names else []
    print(*(["", *figures.show(found, judged=not options.smoke)] if found else []), *memory.show(peaks), sep="\n")
    if options.smoke:
        return int(not all(math.isfinite(figure.ratio) and figure.ratio > 0 for figure in found))
    return int(not all(figure.is_reached for figure in found) or not all(peak.is_flat for peak in peaks))


if __name__ == "__main__":
    sys.exit(main())
