"""Lucene with nori, the Korean analyser of Elasticsearch and OpenSearch, in a Java process of its own.

The Java program beside this file is compiled when it is needed. Particles, endings and symbols are left out and
compounds split (`DISCARD`): with nori's default list of tags 87.0 instead of 88.8 of 100 FAQ questions are found, with
compounds kept beside their parts (`MIXED`) 82.6.
"""

import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence

from .peers import ROWS_SEARCHED, Engine, Ranked, as_documents, best_groups

PACKAGES = ("liblucene8-java", "default-jdk-headless")
"""Debian's names for what is needed."""

_PROGRAM = pathlib.Path(__file__).with_name("NoriRanker.java")
_JARS = pathlib.Path("/usr/share/java")
_PARTS = ("core", "analyzers-common", "analyzers-nori")


def missing() -> str | None:
    """Say what must be installed first; None where nothing is missing."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "there is no Java compiler (Debian: apt-get install default-jdk-headless)"
    if len(_class_path()) < len(_PARTS):
        return "Lucene 8 is not there (Debian: apt-get install liblucene8-java)"
    return None


def install() -> str | None:
    """Install Debian's packages where that may be done; return why not, None where it worked.

    Only for root on a system with apt-get: nobody is asked for a password.
    """
    if missing() is None:
        return None
    if not shutil.which("apt-get"):
        return "no apt-get on this system"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "installing needs root"
    lacking = [PACKAGES[0]] if shutil.which("javac") else list(PACKAGES)
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *lacking]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    _class_path.cache_clear()
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["apt-get failed"])[-1]


def version() -> str:
    """Return the version of Lucene, as its file names tell."""
    return _class_path()[0].stem.rpartition("-")[2]


def java_version() -> str:
    """Return the version of Java."""
    done = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True)
    return done.stderr.partition('"')[2].partition('"')[0]


class Nori(Engine):
    """BM25 over nori's tokens, the index in memory."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        class_path = os.pathsep.join(map(str, [*_class_path(), _compiled()]))
        self._process = subprocess.Popen(
            ["java", "-Xmx2g", "-XX:+UseSerialGC", "-cp", class_path, "NoriRanker", str(ROWS_SEARCHED)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for group, text in as_documents(rows, groups, whole=self._whole):
            self._send(f"row\t{group}\t{_one_line(text)}")
        self._send("build")
        if self._receive() != "built":
            raise RuntimeError("the Java program did not build its index; see its messages above")

    def rank(self, query: str, k: int = 3) -> Ranked:
        self._send(f"rank\t{_one_line(query)}")
        nanoseconds, *hits = self._receive().split()
        self.inner_ms = int(nanoseconds) / 1e6
        pairs = (hit.split(":") for hit in hits)
        return best_groups(((int(group), float(score)) for group, score in pairs), k)

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()

    def _send(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        if not line.startswith("row"):
            self._process.stdin.flush()

    def _receive(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


@functools.cache
def _class_path() -> list[pathlib.Path]:
    found = [sorted(_JARS.glob(f"lucene-{part}-8*.jar")) for part in _PARTS]
    return [paths[-1] for paths in found if paths]


@functools.cache
def _compiled() -> pathlib.Path:
    folder = tempfile.TemporaryDirectory(prefix="telcofacts-bench-")
    _folders.append(folder)
    class_path = os.pathsep.join(map(str, _class_path()))
    subprocess.run(["javac", "-cp", class_path, "-d", folder.name, str(_PROGRAM)], check=True)
    return pathlib.Path(folder.name)


_folders: list[tempfile.TemporaryDirectory[str]] = []
"""Kept until the process ends, then removed."""
