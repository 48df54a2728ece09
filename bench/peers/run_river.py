"""River's change detectors with their defaults, one for each column, value by value."""

import time
from collections.abc import Callable
from typing import Any

from river import drift

from rows import Alarm, Judged, Stream, report

KSWIN_WARM_UP = 1_000
"""KSWIN remembers 100 values, so more than these before the first judged row would tell it nothing."""


def judge_columns(stream: Stream, make: Callable[[], Any], first: int, columns: list[str]) -> Judged:
    """Warms up on the baseline from row `first` on, then judges the rest value by value."""
    alarms: list[Alarm] = []
    seconds = 0.0
    for column in columns:
        values = stream.values[:, stream.columns.index(column)].tolist()
        detector = make()
        for value in values[first : stream.baseline]:
            detector.update(value)
        began = time.process_time()
        for row, value in enumerate(values[stream.baseline :], start=stream.baseline + 1):
            detector.update(value)
            if detector.drift_detected:
                alarms.append(Alarm(row, column))
        seconds += time.process_time() - began
    return Judged(alarms, len(columns) * (len(stream.values) - stream.baseline), seconds)


def adwin(stream: Stream) -> Judged:
    """ADWIN, delta .002."""
    return judge_columns(stream, drift.ADWIN, 0, stream.columns)


def page_hinkley(stream: Stream) -> Judged:
    """Page-Hinkley, threshold 50."""
    return judge_columns(stream, drift.PageHinkley, 0, stream.columns)


def kswin(stream: Stream) -> Judged:
    """KSWIN, alpha .005, seeded. So slow that it reads one column: the one that changes, else the first."""
    columns = [stream.column or stream.columns[0]]
    return judge_columns(stream, lambda: drift.KSWIN(seed=1), stream.baseline - KSWIN_WARM_UP, columns)


if __name__ == "__main__":
    report("river", {"River ADWIN": adwin, "River Page-Hinkley": page_hinkley, "River KSWIN": kswin})
