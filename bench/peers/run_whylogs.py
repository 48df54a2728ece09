"""whylogs' drift scores between the profile of the baseline and that of each window."""

import logging

import numpy
import pandas
import whylogs
from whylogs.core.view.dataset_profile_view import DatasetProfileView
from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores

from rows import Judged, Stream, judge_windows, report


def profile(values: numpy.ndarray, columns: list[str]) -> DatasetProfileView:
    """The profile of some rows."""
    return whylogs.log(pandas.DataFrame(values, columns=columns)).view()


def judge(stream: Stream) -> Judged:
    """whylogs raises no alarms by itself: a column drifted when its default score is put into the category DRIFT."""
    reference = profile(stream.values[: stream.baseline], stream.columns)

    def drifted(window: numpy.ndarray) -> list[str]:
        scores = calculate_drift_scores(profile(window, stream.columns), reference, with_thresholds=True)
        return [column for column, score in scores.items() if score and score["drift_category"] == "DRIFT"]

    return judge_windows(stream, drifted)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    report("whylogs", {"whylogs drift category": judge})
