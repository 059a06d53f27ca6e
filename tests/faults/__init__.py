"""Faults of every kind while questions stream, with real processes over loopback (`python -m tests.faults --help`)."""

import pathlib
import sys

for _folder in ("telegram", "service", "storage"):  # the server, the processes and PostgreSQL are theirs
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / _folder))
