"""Gives every row of many log files its category with Apache Spark.

    spark-submit classify_logs.py --winnow COMMAND --output FOLDER FILE|PATTERN…

Every category comes from the `winnow` program, which this only starts and feeds: see docs/spark.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

import winnow_child

UNIT = ("canonical", "level", "rule")

VERDICT_COLUMNS = (
    "canonical string, level string, rule string, target_label string, confidence double, tier string, "
    "needs_review boolean, family string, certainty string, family_confidence double"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Gives every row of many log files its category.")
    parser.add_argument("inputs", nargs="+", metavar="FILE", help="a path or pattern that every executor can read")
    parser.add_argument("--output", required=True, help="folder of the Parquet files, by family; must not be there yet")
    parser.add_argument("--winnow", default="winnow", help="the program, as every executor starts it")
    parser.add_argument("--bundle", help="a bundle that the page exported; the default bundle unless given")
    parser.add_argument("--threshold", help="from which probability a category is sure")
    parser.add_argument("--reading", default="--zone utc", help='options of "winnow plan": how files are read')
    return parser.parse_args()


class Winnow:
    """The program as the driver and the executors call it."""

    def __init__(self, spark: SparkSession, given: argparse.Namespace, folder: Path) -> None:
        self.spark = spark
        self.command = tuple(shlex.split(given.winnow))
        self.folder = folder
        self.bundle = ("--bundle", self.shipped(Path(given.bundle))) if given.bundle else ()
        self.threshold = ("--threshold", given.threshold) if given.threshold else ()

    def shipped(self, file: Path) -> SentFile:
        """A file of the driver that every executor has a copy of."""
        self.spark.sparkContext.addFile(str(file))
        return SentFile(str(file))

    def run(self, *words: str | SentFile, lines: Iterator[str] = iter(())) -> None:
        """Calls it on the driver."""
        command = (*self.command, *(word.path if isinstance(word, SentFile) else word for word in words))
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8") as process:
            assert process.stdin
            for line in lines:
                process.stdin.write(f"{line}\n")
            process.stdin.close()
        if process.returncode != 0:
            raise SystemExit(f"{shlex.join(command)} ended with {process.returncode}.")

    def each(self, frame: DataFrame, work, schema: str, *words: str | SentFile) -> DataFrame:
        """Sends the rows of a frame through a long-lived child of each Python worker."""
        command = (*self.command, *words)

        def through(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
            here = (SparkFiles.get(os.path.basename(w.path)) if isinstance(w, SentFile) else w for w in command)
            return work(tuple(here), batches)

        return frame.mapInPandas(through, schema)


class SentFile:
    def __init__(self, path: str) -> None:
        self.path = path


def main() -> None:
    given = arguments()
    spark = SparkSession.builder.appName("winnow").config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS").getOrCreate()
    spark.sparkContext.addPyFile(winnow_child.__file__)
    work = f"{given.output.rstrip('/')}.work"
    with tempfile.TemporaryDirectory() as folder:
        classify(spark, Winnow(spark, given, Path(folder)), given, work)
    remove(spark, work)
    spark.stop()


def classify(spark: SparkSession, winnow: Winnow, given: argparse.Namespace, work: str) -> None:
    cores = spark.sparkContext.defaultParallelism
    stages = Stages()

    plan = winnow.folder / "plan.json"
    paths = [os.path.abspath(path) for path in given.inputs]
    winnow.run("plan", *paths, *shlex.split(given.reading), "-o", str(plan))
    files = [(file["path"],) for file in json.loads(plan.read_text("utf-8"))["files"]]
    stages.done("plan", f"{len(files)} files")

    # One file is one task: an event may have several lines, and what one file holds is read from its start.
    named = spark.createDataFrame(spark.sparkContext.parallelize(files, len(files)), "file string")
    fold = ("fold", "--rows", "--plan", winnow.shipped(plan), *winnow.bundle)
    winnow.each(named, winnow_child.folded_rows, winnow_child.ROW_COLUMNS, *fold).write.parquet(f"{work}/rows")
    rows = spark.read.parquet(f"{work}/rows").fillna("", ["rule"])
    stages.done("fold", f"{rows.count()} rows")

    # Rows with the same canonical text go to one task: a text is embedded once, whatever its levels.
    distinct = rows.groupBy(*UNIT).count().repartition(cores, "canonical")
    asked = f.struct("canonical", "level", f.nullif("rule", f.lit("")).alias("rule"))
    units = distinct.select(f.to_json(asked).alias("line"))
    score = ("units", "score", "--threads", "1", *winnow.bundle)
    winnow.each(units, winnow_child.answered_lines, "line string", *score).write.parquet(f"{work}/scored")
    scored = spark.read.parquet(f"{work}/scored")
    stages.done("score", f"{scored.count()} distinct messages")

    shares = winnow.folder / "shares.json"
    lines = (line for (line,) in scored.toLocalIterator(prefetchPartitions=True))
    winnow.run("units", "shares", *winnow.bundle, "-o", str(shares), lines=lines)
    stages.done("shares")

    judge = ("units", "judge", "--shares", winnow.shipped(shares), *winnow.threshold, *winnow.bundle)
    judged = winnow.each(scored, winnow_child.answered_lines, "line string", *judge)
    verdicts = judged.select(f.from_json("line", VERDICT_COLUMNS).alias("v")).select("v.*").fillna("", ["rule"])
    # Kept: a join may ask for it several times.
    verdicts.write.parquet(f"{work}/verdicts")
    stages.done("judge")

    joined = rows.join(spark.read.parquet(f"{work}/verdicts"), list(UNIT))
    columns = [
        *("file", "row", f.to_timestamp("time").alias("time"), f.col("said").alias("level"), "source", "message"),
        f.col("canonical").alias("template"),
        *("target_label", "confidence", "tier", "rule", "needs_review", "certainty", "family_confidence", "family"),
    ]
    joined.select(*columns).write.partitionBy("family").parquet(given.output)
    stages.done("join")


def remove(spark: SparkSession, folder: str) -> None:
    """A folder of any file system that Spark writes to."""
    jvm = spark.sparkContext._jvm
    path = jvm.org.apache.hadoop.fs.Path(folder)
    path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).delete(path, True)


class Stages:
    """Says how long each stage took."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def done(self, stage: str, what: str = "") -> None:
        now = time.monotonic()
        print(f"{stage:7}{now - self.began:8.1f} s  {what}", flush=True)
        self.began = now


if __name__ == "__main__":
    main()
