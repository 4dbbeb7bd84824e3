"""Feeds the `winnow` program from Spark's Python workers.

A Python worker lives as long as its executor and takes one task after the other, and so does the program that it starts:
the rules, the model and the plan are loaded once. It ends by itself when its worker does, since its input ends then.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import pandas as pd
import pyarrow as pa
import pyarrow.json

# Lines that are asked at a time: as many as the program answers at once, so that neither waits for the other.
LINES_AT_A_TIME = 512

ROW_SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("time", pa.string()),
        ("said", pa.string()),
        ("source", pa.string()),
        ("message", pa.string()),
        ("canonical", pa.string()),
        ("level", pa.string()),
        ("rule", pa.string()),
    ]
)

# The same as Spark names it, with the file that a row is of.
ROW_COLUMNS = (
    "file string, row bigint, time string, said string, source string, "
    "message string, canonical string, level string, rule string"
)


class ChildEnded(RuntimeError):
    """The program ended before it had answered; Spark tries the task again."""


class Child:
    """A running `winnow` that answers lines with lines."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def say(self, lines: list[str]) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.ended() from None

    def lines(self, count: int) -> list[bytes]:
        assert self.process.stdout
        lines = list(islice(self.process.stdout, count))
        if len(lines) < count or not lines[-1].endswith(b"\n"):
            raise self.ended()
        return lines

    def ended(self) -> ChildEnded:
        return ChildEnded(f"{' '.join(self.command)} ended with {self.process.wait()}.")

    def close(self) -> None:
        self.process.kill()
        # Closes the pipes too: what the program may have started itself ends with its input.
        with contextlib.suppress(BrokenPipeError), self.process:
            pass


_child: Child | None = None


@contextlib.contextmanager
def _answering(command: tuple[str, ...]) -> Iterator[Child]:
    """The worker's child. One that was left before it had answered all is of no more use."""
    global _child
    if _child is None or _child.command != command:
        if _child is not None:
            _child.close()
        _child = Child(command)
    try:
        yield _child
    except BaseException:
        _child.close()
        _child = None
        raise


def folded_rows(command: tuple[str, ...], batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Every row of the files that are named in `file`, as `winnow fold --rows` prints it."""
    for files in batches:
        for file in files["file"]:
            with _answering(command) as child:
                child.say([file])
                while count := _block_size(child, file):
                    yield _frame(child.lines(count), file)


def _block_size(child: Child, file: str) -> int:
    head = json.loads(child.lines(1)[0])
    if head["file"] != file:
        raise ValueError(f"Rows of {head['file']} came for {file}.")
    for problem in head.get("problems", ()):
        print(f"{file}: {problem}", file=sys.stderr)
    return head["rows"]


def _frame(lines: list[bytes], file: str) -> pd.DataFrame:
    text = b"".join(lines)
    table = pyarrow.json.read_json(
        io.BytesIO(text),
        read_options=pyarrow.json.ReadOptions(block_size=len(text) + 1),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=ROW_SCHEMA),
    )
    if table.num_rows != len(lines):
        raise ValueError(f"{file}: {len(lines)} rows were announced and {table.num_rows} came.")
    frame = table.to_pandas()
    frame.insert(0, "file", file)
    return frame


def answered_lines(command: tuple[str, ...], batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The answer of `winnow units` to each line in the column `line`."""
    for asked in batches:
        lines = list(asked["line"])
        for start in range(0, len(lines), LINES_AT_A_TIME):
            block = lines[start : start + LINES_AT_A_TIME]
            with _answering(command) as child:
                # An empty line asks for the answers.
                child.say([*block, ""])
                answers = [line.decode().rstrip("\n") for line in child.lines(len(block))]
            yield pd.DataFrame({"line": answers})
