"""Write down how pip is configured on this machine, for a pip inside a build.

    pip_outside.py CONFIGURATION MOUNTS

The first file is a pip.conf of all settings, of files and environment; the second lists the local folders and files
that they name, one a line, which have to be mounted.
"""

import pathlib
import subprocess
import sys
import urllib.parse


def main() -> None:
    configuration, mounts = map(pathlib.Path, sys.argv[1:])
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    settings: dict[str, str] = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        # The environment comes before files, and is listed as ":env:".
        if name not in settings or section == ":env:":
            settings[name] = value.strip("'\"").replace("\\n", " ")
    configuration.touch(mode=0o600)
    lines = "".join(f"{name} = {' '.join(value.split())}\n" for name, value in settings.items())
    configuration.write_text(f"[global]\n{lines}")
    words = [word for value in settings.values() for word in value.split()]
    mounts.write_text("".join(f"{path}\n" for path in sorted(_local(words))))


def _local(words: list[str]) -> set[str]:
    """Return what to mount: of an index its parent, for its pages point to files beside it."""
    paths = {pathlib.Path(word) for word in words if word.startswith("/")}
    paths |= {pathlib.Path(urllib.parse.urlsplit(word).path).parent for word in words if word.startswith("file:///")}
    return {str(path) for path in paths if path.exists()}


if __name__ == "__main__":
    main()
