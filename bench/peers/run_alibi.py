"""Alibi Detect's Kolmogorov-Smirnov detector with its defaults, on each window."""

import logging

import numpy
from alibi_detect.cd import KSDrift

from rows import Judged, Stream, judge_windows, report


def judge(stream: Stream) -> Judged:
    """An alarm is a column whose p is below .05 over the number of columns, which is the default correction."""
    detector = KSDrift(stream.values[: stream.baseline])

    def drifted(window: numpy.ndarray) -> list[str]:
        said = detector.predict(window)["data"]
        return [column for column, p in zip(stream.columns, said["p_val"]) if p < said["threshold"]]

    return judge_windows(stream, drifted)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    report("alibi-detect", {"Alibi Detect KS": judge})
