"""What the commands typed between two visitors must not wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    *("click", "rich", "pydantic", "sqlite_utils", "pypinyin", "python_calamine", "xlsxwriter", "platformdirs"),
    *("dateutil", "csv", "leifeng_cli.files", "leifeng_cli.domain.stars", "leifeng_cli.services.imports"),
}
PROBE = """
import json, sys
from leifeng_cli.cli.app import app
from leifeng_cli.cli.boundary import run
code = run(app, sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""


def loaded(db: Path, *words: str) -> set[str]:
    env = {**os.environ, "LEIFENG_NOW": "2022-01-05T09:00:00", "LEIFENG_OPERATOR": "小李", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PROBE, "--quiet", "--db", str(db), *words]
    done = subprocess.run(command, env=env, capture_output=True, timeout=60, check=True)
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr.decode()
    return set(modules)


def test_recording_hours_loads_nothing_it_does_not_need(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    loaded(db, "init", "--unit", "幸福社区")
    loaded(db, "volunteer", "add", "张三")
    loaded(db, "activity", "add", "巡逻", "--date", "2022-01-03")
    modules = loaded(db, "hours", "record", "张三", "--activity", "巡逻", "--date", "2022-01-03", "--hours", "1")
    assert not modules & HEAVY
    assert not loaded(db, "volunteer", "list") & HEAVY
