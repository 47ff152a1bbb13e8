"""Reader of old Word documents (.doc, .rtf) through LibreOffice, where the machine has it.

LibreOffice runs without a window, with a profile of its own that lasts for one document and forbids macros and links to other
places, and is ended after a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from reviewer.documents import docx
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Document, Remark
from reviewer.workers.bounds import unbounded

TIMEOUT: Final = 120.0  # seconds; the first start of a fresh profile alone takes some
_PROGRAMS = ("soffice", "libreoffice")
# Installers of Windows and macOS do not put the program on the search path.
_USUAL_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_ADVICE = "install LibreOffice, or save it as .docx"

_SETTING = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "FirstRun", "false"),
    ("Writer/Content/Update", "Link", "0"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    + "</oor:items>"
)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read an old Word document. Raises UnreadableDocument ``needs_libreoffice`` where the program is not found."""
    if not limits.may_use_disk:
        raise UnreadableDocument(
            "needs_disk",
            "an old Word document, which could be converted only by way of the disk; save it as .docx or as a Google document",
        )
    program = find_libreoffice()
    if program is None:
        raise UnreadableDocument("needs_libreoffice", f"reading an old Word document takes LibreOffice; {_ADVICE}")
    document = docx.read(convert(data, program, limits), name, limits)
    remark = Remark(code="converted", text="The document was converted by LibreOffice before it was read.")
    return document.model_copy(update={"format": "doc", "remarks": (remark, *document.remarks)})


def find_libreoffice() -> str | None:
    """Path of the LibreOffice program, or None."""
    for program in _PROGRAMS:
        found = shutil.which(program)
        if found is not None:
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(data: bytes, program: str, limits: Limits, timeout: float = TIMEOUT) -> bytes:
    """The document as .docx. Raises UnreadableDocument ``damaged`` or ``timeout``."""
    with tempfile.TemporaryDirectory(prefix="reviewer-", ignore_cleanup_errors=True) as folder:
        place = Path(folder).resolve()
        # Always under this name: what the file is called must not reach a command line.
        source, made = place / "document.doc", place / "out" / "document.docx"
        source.write_bytes(data)
        settings = place / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source),
        ]  # fmt: skip
        _run(command, place, timeout)
        if not made.is_file():
            raise UnreadableDocument(
                "damaged", "LibreOffice could not open the file, which may be damaged or protected by a password"
            )
        if made.stat().st_size > limits.max_bytes:
            raise UnreadableDocument("too_large", f"the converted file is larger than {limits.max_bytes:,} bytes; split it")
        return made.read_bytes()


def _run(command: list[str], place: Path, timeout: float) -> None:
    """Run LibreOffice to its end, or end it and all it started."""
    try:
        with unbounded():
            process = subprocess.Popen(  # noqa: S603 - the program was found by name, and no argument comes from outside
                command,
                cwd=place,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError as error:
        raise UnreadableDocument("needs_libreoffice", f"LibreOffice was found but could not be started; {_ADVICE}") from error
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise UnreadableDocument("timeout", f"LibreOffice did not convert the file within {timeout:g} seconds") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, with its children: the program that is started is only the parent of the one at work."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(kill, check=False, capture_output=True)  # noqa: S603 - a program of Windows
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
