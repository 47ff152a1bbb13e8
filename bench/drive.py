"""What reading Google Drive costs: requests for listing, and peak memory by the number of documents.

``python -m bench.drive requests`` lists folders of growing size. ``python -m bench.drive memory`` reads, and then reviews, 100 and
1,000 documents. Both talk to the fake Drive of the tests; the memory is that of a process of its own, without the server.
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
import zipfile
from pathlib import Path

import docx

from reviewer import pipeline
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings
from reviewer.sources.drive.source import DriveSource
from tests.drive.fake_drive import DOCX, FakeDrive

BALLAST = 1_000_000
"""Bytes that pad each document, so that contents that were held would show."""


def say(text: object) -> None:
    """To the terminal."""
    sys.stdout.write(f"{text}\n")


def requests() -> None:
    """Requests for listing flat and nested folders."""
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


def memory() -> None:
    """Peak memory of reading, and of whole reviews, in processes of their own."""
    for stage in ("read", "review"):
        for documents in (100, 1000):
            with FakeDrive().running() as drive, tempfile.TemporaryDirectory() as home:
                drive.folder("root", "QMS")
                for number in range(documents):
                    drive.add(f"d{number}", f"SOP-{number}.docx", DOCX, "root", _document(number))
                settings = _settings(drive, home)
                call = [sys.executable, "-m", "bench.drive", "child", stage, drive.url, str(settings.credentials)]
                done = subprocess.run(  # noqa: S603 -- our own call
                    call, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": "."}
                )
                say(f"{stage:6} {documents:5} documents of {BALLAST / 1e6:.0f} MB: peak {done.stdout.strip()} MB")


def child(stage: str, url: str, credentials: str) -> None:
    """One stage; prints the peak of this process in MB."""
    options = pipeline.Options(drive=Settings(endpoint=url, credentials=Path(credentials)))
    if stage == "review":
        pipeline.review_sources(["drive:root"], options)
    else:
        with Collection(["drive:root"], options.drive) as collection:
            for fetched in collection.fetch(collection.list_files().files, Limits().max_bytes):
                assert fetched.data is not None
                read_document(fetched.data, fetched.read_as, Limits())
    # Not getrusage: there a process inherits the peak of the one that started it. Linux only.
    say(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[1]) // 1024)  # type: ignore[index]


def _settings(drive: FakeDrive, home: str) -> Settings:
    path = Path(home) / "credentials.json"
    path.write_text(json.dumps(drive.authorised_user()), encoding="utf-8")
    return Settings(endpoint=drive.url, credentials=path)


def _document(number: int) -> bytes:
    """A Word document of a page, with a part that nobody reads and that does not pack."""
    document = docx.Document()
    document.add_heading(f"SOP-{number} Software problems", 1)
    for step in range(10):
        document.add_paragraph(
            f"The developer shall enter problem {number}.{step} as a ticket and find its root cause within {step} days."
        )
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
