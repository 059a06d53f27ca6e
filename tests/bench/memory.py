"""Resident memory of a process and its children, by psutil."""

import importlib


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process and all its children in MB (10⁶ bytes)."""
    psutil = importlib.import_module("psutil")
    process = psutil.Process(pid)
    processes = [process, *process.children(recursive=True)]
    return float(sum(one.memory_info().rss for one in processes)) / 1e6
