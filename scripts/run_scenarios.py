"""Run the console blocks of a Markdown page and compare, or write, what they print.

A block is fenced as ``console``; a line beginning with ``$ `` is a command, what follows it is what a
person sees: output, messages, and （退出码 N） where it is not 0. All blocks of a page share one new
folder holding the sample sheets, one data file and one clock, so a page reads and runs from top to end.
``$ cat FILE`` shows a file; ``$ printf … > FILE`` writes one: nothing else of a shell is known.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "leifeng_cli" / "data" / "examples"
LEIFENG = Path(sys.executable).with_name("leifeng")
_BLOCK = re.compile(r"(?P<open>^```console\n)(?P<body>.*?)(?P<close>^```$)", re.DOTALL | re.MULTILINE)
_NOW = re.compile(r"<!-- now: (?P<now>\S+) -->")


def replay(text: str) -> str:
    """The page with the output of every command as it is now."""
    found = _NOW.search(text)
    now = found["now"] if found else "2022-01-05T09:00:00"
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for sheet in EXAMPLES.iterdir():
            shutil.copy(sheet, here)
        env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("LEIFENG_", "COLUMNS"))},
            "LEIFENG_DB": "幸福社区.db",
            "LEIFENG_NOW": now,
            "LEIFENG_OPERATOR": "小李",
            "PYTHONUTF8": "1",
        }
        return _BLOCK.sub(lambda m: m["open"] + _block(m["body"], here, env) + m["close"], text)


def _block(body: str, here: Path, env: dict[str, str]) -> str:
    lines = []
    for line in body.splitlines():
        if line.startswith("$ "):
            lines.append(line)
            lines += _run(line[2:], here, env)
    return "\n".join(lines) + "\n"


def _run(line: str, here: Path, env: dict[str, str]) -> list[str]:
    words = shlex.split(line)
    while words and "=" in words[0] and words[0].split("=")[0].isupper():
        name, _equals, value = words.pop(0).partition("=")
        env = {**env, name: value}
    if words[0] == "cat":
        return (here / words[1]).read_text(encoding="utf-8-sig").splitlines()
    if words[0] == "printf":
        content, arrow, target = words[1:]
        assert arrow == ">"
        (here / target).write_text(content.replace("\\n", "\n"), encoding="utf-8")
        return []
    assert words[0] == "leifeng", line
    done = subprocess.run(
        [LEIFENG, *words[1:]],
        cwd=here,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    code = [f"（退出码 {done.returncode}）"] if done.returncode else []
    return [x.rstrip() for x in done.stdout.splitlines()] + code


def main(arguments: list[str]) -> int:
    write = "--write" in arguments
    wrong = 0
    for name in (a for a in arguments if a != "--write"):
        path = Path(name)
        before = path.read_text(encoding="utf-8")
        after = replay(before)
        if before != after:
            wrong += 1
            if write:
                path.write_text(after, encoding="utf-8")
            print(f"{name}: {'written' if write else 'differs'}")
    return 0 if write else min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
