"""NannyML's univariate drift calculator with its default method and thresholds, in chunks of one window."""

import logging
import time
import warnings

import nannyml
import pandas

from rows import Alarm, Judged, Stream, report


def judge(stream: Stream) -> Judged:
    """Fits on the baseline, then judges the rest at once. An alarm is an alert of a column in a chunk."""
    rows = pandas.DataFrame(stream.values, columns=stream.columns)
    calculator = nannyml.UnivariateDriftCalculator(column_names=stream.columns, chunk_size=stream.window)
    calculator.fit(rows[: stream.baseline])
    analysis = rows[stream.baseline :].reset_index(drop=True)
    began = time.process_time()
    result = calculator.calculate(analysis)
    seconds = time.process_time() - began
    table = result.filter(period="analysis").to_df()
    ends = stream.baseline + table[("chunk", "chunk", "end_index")] + 1
    alerts = {column: table[(column, "jensen_shannon", "alert")] for column in stream.columns}
    alarms = [
        Alarm(int(end), column) for column, flags in alerts.items() for end, flag in zip(ends, flags) if flag
    ]
    return Judged(sorted(alarms), int(analysis.size), seconds)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    report("nannyml", {"NannyML univariate (Jensen-Shannon)": judge})
