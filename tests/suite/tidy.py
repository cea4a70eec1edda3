"""`make tidy`: let the tools put code and templates in the form that `make lint` asks for."""

import subprocess
import sys

from tests.suite.checks import program, template_files
from tests.suite.steps import ROOT


def main() -> int:
    """Run each tool over everything; 1 when something is left for a person."""
    files = template_files()
    commands = [
        [program("ruff"), "check", "--fix", "--quiet", "."],
        [program("ruff"), "format", "--quiet", "."],
        [program("djhtml"), "--tabwidth", "2", *files],
        [program("djade"), "--target-version", "5.2", *files],
    ]
    codes = [subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands]
    return int(codes[0] != 0)


if __name__ == "__main__":
    sys.exit(main())
