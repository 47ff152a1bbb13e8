"""A client of a batch whose procedures lie on Google Drive: its revisions tell whether it is reviewed again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import cli, pipeline
from reviewer.model import Review
from tests.drive.conftest import TEXT
from tests.drive.fake_drive import FakeDrive
from tests.report.sample_review import REVIEW


def test_a_client_on_drive_is_reviewed_where_its_revisions_have_changed(
    drive: FakeDrive, credentials: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed: list[tuple[str, ...]] = []

    def stand_in(sources: tuple[str, ...], options: pipeline.Options, progress: object) -> Review:
        reviewed.append(tuple(sources))
        return REVIEW

    monkeypatch.setattr(pipeline, "review_sources", stand_in)
    drive.text("d", "SOP-1.md", "root", TEXT)
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "a.md").write_text(TEXT, encoding="utf-8")
    file = tmp_path / "portfolio.yaml"
    file.write_text(
        "clients:\n- {name: Away, sources: 'drive:root'}\n- {name: Here, sources: local}\n- {name: Lost, sources: 'drive:nowhere'}\n",
        encoding="utf-8",
    )

    def batch() -> tuple[int, list[tuple[str, ...]]]:
        reviewed.clear()
        call = ["batch", str(file), "--out", str(tmp_path / "out"), "--executor", "none", "--format", "md", "-q"]
        status = cli.run([*call, "--drive-endpoint", drive.url, "--drive-credentials", str(credentials)])
        return status, sorted(reviewed)

    local = (str(tmp_path / "local"),)
    assert batch() == (1, [local, ("drive:root",)]), "what cannot be reached fails alone"
    told = {c["name"]: c for c in json.loads((tmp_path / "out" / "portfolio.json").read_text(encoding="utf-8"))["clients"]}
    assert (told["Lost"]["code"], told["Away"]["standing"]) == ("unusable", "first")
    assert batch() == (1, [])
    drive.text("d", "SOP-1.md", "root", TEXT + "\nThe lead shall close it.\n", headRevisionId="rev-2")
    assert batch() == (1, [("drive:root",)])
    drive.text("e", "SOP-2.md", "root", TEXT)
    assert batch() == (1, [("drive:root",)])
    drive.leave_out = {"md5Checksum", "sha256Checksum", "headRevisionId", "version"}
    assert batch() == batch() == (1, [("drive:root",)]), "where Drive tells nothing, nothing is trusted"
    assert not {s.op for s in drive.seen} & {"media", "export"}, "to look is not to fetch"
