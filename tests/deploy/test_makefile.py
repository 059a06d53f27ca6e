"""What `make install` does where the environment holds something wrong."""

import os
import pathlib
import shutil
import subprocess

MAKEFILE = pathlib.Path(__file__).resolve().parents[2] / "Makefile"
PYTHON = """#!/bin/sh
[ "$2" = venv ] || exit 0
mkdir -p "$3/bin"
cp "$0" "$3/bin/python"
printf '#!/bin/sh\\necho "TELCOFACTS_DATA_DIR: wrong" >&2\\nexit 1\\n' > "$3/bin/telcofacts"
chmod +x "$3/bin/telcofacts"
"""


def test_설정이나_사실이_틀려도_설치는_되고_무엇이_틀렸는지_말한다(tmp_path: pathlib.Path) -> None:
    shutil.copy(MAKEFILE, tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    python = tmp_path / "python"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    made = subprocess.run(
        ["make", "install", f"PYTHON={python}"], cwd=tmp_path, env=own, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert "TELCOFACTS_DATA_DIR: wrong" in made.stderr
    assert (tmp_path / ".venv" / ".installed").exists(), "once is enough"
    assert made.stdout == "", "standard output is for answers"
