"""What reviewing Google Drive costs: requests for listing, and peak memory by the number of documents.

``python -m bench.drive requests`` lists folders of growing size. ``python -m bench.drive memory`` reviews 100 and 1,000 documents, no two
of them alike, and writes reports; it takes some minutes. Both talk to the fake Drive of the tests. The memory is that of a process of its
own, without the server, and of that together with its workers: at each moment, the sum of the peaks that the processes alive then have
had, pages that they share counted for each. Linux only.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import docx

from bench.invented import code, lines
from reviewer.sources.drive.settings import Settings
from tests.drive.fake_drive import DOCX, FakeDrive

BALLAST = 200_000
"""Bytes that pad each document, so that contents that were held would show."""
SIZES = (100, 1000)


def say(text: object) -> None:
    """To the terminal."""
    sys.stdout.write(f"{text}\n")


def requests() -> None:
    """Requests for listing flat and nested folders."""
    from reviewer.sources.drive.source import DriveSource

    for files, folders in ((1000, 0), (2500, 0), (5000, 0), (5000, 50), (5000, 100)):
        with FakeDrive().running() as drive, tempfile.TemporaryDirectory() as home:
            drive.folder("root", "QMS")
            for number in range(folders):
                drive.folder(f"f{number}", f"F{number}", "root")
            for number in range(files):
                drive.text(f"d{number}", f"{number}.md", f"f{number % folders}" if folders else "root", "x")
            with DriveSource(_settings(drive, home)) as source:
                assert len(source.list_files(["drive:root"]).files) == files
            say(f"{files:5} files in {folders:3} subfolders: {len(drive.ops('get')) + len(drive.ops('list')):4} requests")


def memory(*sizes: str) -> None:
    """Peak memory of whole reviews with their reports, each in a process of its own."""
    for documents in map(int, sizes or SIZES):
        with FakeDrive().running() as drive, tempfile.TemporaryDirectory() as home:
            drive.folder("root", "QMS")
            for number in range(documents):
                drive.add(f"d{number}", f"{code(number)}.docx", DOCX, "root", _document(number))
            call = [sys.executable, "-m", "bench.drive", "child", drive.url, str(_credentials(drive, home))]
            process = subprocess.Popen(  # noqa: S603 -- our own call
                call, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "."}
            )
            watch = _Watch(process)
            watch.start()
            assert process.stdout is not None
            for line in process.stdout:
                stage, main, seconds = json.loads(line)
                say(
                    f"{documents:5} documents, to the end of {stage:18}: main process {main:5.0f} MB, all processes {watch.peak:5.0f} MB, "
                    f"{seconds:5.0f} s of the processor"
                )
            if process.wait():
                raise SystemExit(process.returncode)


class _Watch(threading.Thread):
    """Adds up the peaks of a process and its workers as long as it runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._process = process

    def run(self) -> None:
        while self._process.poll() is None:
            self.peak = max(self.peak, sum(_peak(pid) for pid in _family(self._process.pid)))
            time.sleep(0.05)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for worker in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(worker))


def _peak(pid: int) -> float:
    """The most memory that a process has held, in MB; 0 if it is gone."""
    # Not getrusage: there a process inherits the peak of the one that started it.
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def child(url: str, credentials: str) -> None:
    """A review with its reports; at the end of each stage, the peak of this process in MB, and seconds of the processor so far."""
    from reviewer import pipeline, report
    from reviewer.commands.guidance import guidance_from

    def ended(stage: str) -> None:
        say(json.dumps([stage, _peak(os.getpid()), sum(os.times()[:4])]))
        sys.stdout.flush()

    def progress(stage: str, done: int, total: int) -> None:
        del done, total
        if stage in before:
            ended(before[stage])

    before = {"searching": "reading", "judging": "searching"}
    options = pipeline.Options(drive=Settings(endpoint=url, credentials=Path(credentials)))
    result = pipeline.review_sources(["drive:root"], options, progress)
    ended("judging")
    guidance = guidance_from(None, None)
    report.render(result, report.DEFAULT_FORMATS, report.Tier.detailed, guidance)
    ended("html and json")
    report.render(result, [name for name in report.REPORTS if name != "pdf"], report.Tier.detailed, guidance)
    ended("all reports but pdf")
    report.render(result, ["pdf"], report.Tier.detailed, guidance)
    ended("all reports")


def _settings(drive: FakeDrive, home: str) -> Settings:
    return Settings(endpoint=drive.url, credentials=_credentials(drive, home))


def _credentials(drive: FakeDrive, home: str) -> Path:
    path = Path(home) / "credentials.json"
    path.write_text(json.dumps(drive.authorised_user()), encoding="utf-8")
    return path


def _document(number: int) -> bytes:
    """A Word document of a page, with a part that nobody reads and that does not pack."""
    document = docx.Document()
    for line in lines(number):
        if line.startswith("# "):
            document.add_heading(line[2:], 1)
        else:
            document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/ballast.bin", random.Random(number).randbytes(BALLAST))  # noqa: S311
    return stream.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["requests", "memory", "child"])
    parser.add_argument("rest", nargs="*")
    arguments = parser.parse_args()
    {"requests": requests, "memory": memory, "child": child}[arguments.what](*arguments.rest)
