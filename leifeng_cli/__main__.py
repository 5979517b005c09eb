"""python -m leifeng_cli, and the installed command."""

from __future__ import annotations

import sys


def main() -> None:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    sys.exit(run(app, sys.argv[1:]))


if __name__ == "__main__":
    main()
