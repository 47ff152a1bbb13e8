"""Pictures count right, say what they show, and are told apart without colour."""

from __future__ import annotations

from lxml import etree

from reviewer.model import Status
from reviewer.report.document_map import uses
from reviewer.report.pictures import Step, coverage_by_standard, coverage_picture, heat_maps, progress_picture
from reviewer.report.pictures.heat_map import COLUMNS
from reviewer.report.pictures.svg import Drawing
from tests.report.sample_review import REVIEW
from tests.report.test_html_report import EMPTY, LONG, MANY


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in etree.fromstring(svg.encode()).iter("{*}text")]


def test_coverage_has_a_square_for_each_element_that_counts() -> None:
    picture = coverage_picture(REVIEW)
    assert picture is not None
    # Two met and one left elsewhere of 9.5, one not found of 9.6; what only auditors look for is not drawn.
    assert "Clause 9.5: of 3 elements, 2 met, 1 left to another document." in picture.alt
    assert "Clause 9.6: of 1 element, 1 not found." in picture.alt and "9.5 with 5.7" not in picture.alt
    said = texts(picture.svg)
    assert "2 of 3" in said and "0 of 1" in said and "No element of it applies." in said
    whole = coverage_by_standard(REVIEW)
    assert whole is not None and "IEC 81001-5-1: 100 % covered; of 3 elements" in whole.alt


def test_nothing_in_scope_is_no_picture() -> None:
    assert coverage_picture(EMPTY) is None and coverage_by_standard(EMPTY) is None and heat_maps(EMPTY) == ()
    assert progress_picture((Step("A", None, None),), "then") is None


def test_heat_map_holds_every_document_and_nothing_runs_out() -> None:
    useful = [use for use in uses(MANY) if use.contributions]
    pictures = heat_maps(MANY)
    assert len(pictures) == -(-len(useful) // COLUMNS)
    for picture in pictures:
        root = etree.fromstring(picture.svg.encode())
        width = float(root.get("viewBox").split()[2])
        edges = [float(node.get("x")) + float(node.get("width")) for node in root.iter("{*}rect")]
        assert max(edges) <= width + 0.1
        assert LONG not in "".join(texts(picture.svg))  # cut to what fits; the alternative text has the whole name
    assert sum(picture.alt.count(LONG) for picture in pictures) == len(useful)


def test_numbers_of_the_heat_map() -> None:
    (picture,) = heat_maps(REVIEW)
    # SOP-7 establishes one element of the first criterion and one of the second.
    assert "SOP-7.docx establishes 2 elements and bears on 3 criteria" in picture.alt
    assert texts(picture.svg).count("1") == 2


def test_shapes_differ_without_their_colours() -> None:
    shapes = set()
    for status in (Status.met, Status.weak, Status.deferred, Status.contradicted, Status.unmet):
        drawing = Drawing()
        drawing.mark(status, 0, 0)
        root = etree.fromstring(drawing.svg("x").encode())
        shapes.add(tuple((n.tag, n.get("d"), n.get("fill") == "none") for n in root.iter("{*}rect", "{*}path")))
    assert len(shapes) == 5


def test_progress_says_then_and_now() -> None:
    picture = progress_picture((Step("IEC 62304", 0.5, 1.0), Step("ISO 14971", None, 0.25)), "1 January")
    assert picture is not None
    assert picture.alt == "IEC 62304: 50 % then, 100 % now. ISO 14971: – then, 25 % now."
    bars = [float(n.get("width")) for n in etree.fromstring(picture.svg.encode()).iter("{*}rect") if n.get("height") == "9"]
    assert bars[1] * 2 == bars[3]  # frame, then, frame, now: half as long then


def test_hostile_names_stay_text() -> None:
    hostile = 'x</text><script>alert(1)</script>"&\x07\u202e\ufffe'
    picture = progress_picture((Step(hostile, 0.5, 1.0),), hostile)
    assert picture is not None
    root = etree.fromstring(picture.svg.encode())
    assert not list(root.iter("{*}script")) and "\u202e" not in picture.svg
