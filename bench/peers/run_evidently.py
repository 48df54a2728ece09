"""Evidently's data drift preset with its defaults, on each window."""

import logging
import warnings

import numpy
import pandas
from evidently import Report
from evidently.presets import DataDriftPreset

from rows import Judged, Stream, judge_windows, report


def judge(stream: Stream) -> Judged:
    """An alarm is a column that the preset's own threshold calls drifted: a distance of .1 or more."""
    reference = pandas.DataFrame(stream.values[: stream.baseline], columns=stream.columns)

    def drifted(window: numpy.ndarray) -> list[str]:
        current = pandas.DataFrame(window, columns=stream.columns)
        snapshot = Report([DataDriftPreset()]).run(current, reference)
        return drifted_columns(snapshot.dict()["metrics"])

    return judge_windows(stream, drifted)


def drifted_columns(metrics: list[dict]) -> list[str]:
    """Baselines of more than 1,000 rows are judged by distances, for which more is worse."""
    configured = [(metric["config"], metric["value"]) for metric in metrics if "column" in metric["config"]]
    return [config["column"] for config, distance in configured if distance >= config["threshold"]]


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    report("evidently", {"Evidently data drift preset": judge})
