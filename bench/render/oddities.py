"""What else lies in a folder: a drawing, an empty file, a scanned page. No document stands behind them."""

from __future__ import annotations

import io
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_DPI = 110
_INK = 0
_LINES = (
    (90, 26, "Attendance list TR-2025-031"),
    (140, 15, "Product Security, basic training 2025        Room Neckar"),
    (220, 14, "No.     Name                         Department                 Signature"),
)
_NAMES = ("L. Vogtmann", "M. Sattelmayer", "B. Lüdemann", "J. Reinhold", "P. Achterberg", "T. Wennigsen")


def oddities() -> dict[str, bytes]:
    """File names and contents."""
    return {
        "HaemoLine500_Frame.dwg": b"AC1032" + bytes(26),
        "Minutes_2025-08-14.docx": b"",
        "TR-2025-031_scan.pdf": scanned_page(),
    }


def scanned_page() -> bytes:
    """A PDF of one page that is a picture of text, a little askew, and has no text layer."""
    width, height = int(A4[0] / 72 * _DPI), int(A4[1] / 72 * _DPI)
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    fonts = Path(reportlab.__file__).parent / "fonts"
    for top, size, words in _LINES:
        draw.text((90, top), words, _INK, ImageFont.truetype(str(fonts / "Vera.ttf"), size))
    for place, name in enumerate(_NAMES):
        top = 260 + place * 44
        draw.text((90, top), f"{place + 1}        {name}", _INK, ImageFont.truetype(str(fonts / "Vera.ttf"), 14))
        draw.text((620, top - 4), name.split()[1].lower(), _INK, ImageFont.truetype(str(fonts / "VeraIt.ttf"), 20))
        draw.line((85, top + 30, width - 85, top + 30), _INK)
    for speck in range(150):
        draw.point((speck * 7919 % width, speck * 6271 % height), _INK)
    scan = page.rotate(0.6, fillcolor=255).point(lambda grey: 255 if grey > 150 else 0).convert("1")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle("Scan")
    canvas.drawImage(ImageReader(scan), 0, 0, A4[0], A4[1])
    canvas.showPage()
    canvas.save()
    return out.getvalue()
