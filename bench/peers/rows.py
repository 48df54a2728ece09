"""The rows that every peer judges, and the form in which it reports what it said of them."""

import csv
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, Optional

import numpy


@dataclass(frozen=True)
class Stream:
    """One file of rows. `change` is the first row that is different, counted from 0, and None in a control."""

    name: str
    values: numpy.ndarray
    columns: list[str]
    baseline: int
    window: int
    change: Optional[int]
    column: Optional[str]


class Alarm(NamedTuple):
    """`row`: how many rows of the file had been read when the alarm was raised."""

    row: int
    column: str


class Judged(NamedTuple):
    """What a detector made of one stream. `values` were judged in `seconds` of this process' CPU time, reading the file left out."""

    alarms: list[Alarm]
    values: int
    seconds: float


def read_streams() -> list[Stream]:
    """The streams of the folder that is the first argument of the program."""
    folder = Path(sys.argv[1])
    index = json.loads((folder / "streams.json").read_text())
    return [read_stream(folder, entry) for entry in index]


def read_stream(folder: Path, entry: dict) -> Stream:
    """One stream by its entry in `streams.json`."""
    with (folder / entry["file"]).open(newline="") as file:
        columns, *rows = csv.reader(file)
    return Stream(
        name=entry["name"],
        values=numpy.array(rows, dtype=float),
        columns=columns,
        baseline=entry["baseline"],
        window=entry["window"],
        change=entry["change"],
        column=entry["column"],
    )


def judge_windows(stream: Stream, drifted: Callable[[numpy.ndarray], list[str]]) -> Judged:
    """Judges every full window after the baseline. `drifted` names the columns of a window that drifted."""
    alarms: list[Alarm] = []
    values = 0
    began = time.process_time()
    for first in range(stream.baseline, len(stream.values) - stream.window + 1, stream.window):
        window = stream.values[first : first + stream.window]
        alarms += [Alarm(first + stream.window, column) for column in drifted(window)]
        values += window.size
    return Judged(alarms, values, time.process_time() - began)


def report(package: str, detectors: dict[str, Callable[[Stream], Judged]]) -> None:
    """Runs every detector on every stream and prints the result as JSON in the last line of the output."""
    streams = read_streams()
    results = [
        {"detector": name, "stream": stream.name, **judge(stream)._asdict()}
        for name, judge in detectors.items()
        for stream in streams
    ]
    print(json.dumps({"version": version(package), "results": results}))
