"""The benchmark: our matcher beside the engines that people would use instead (`python -m tests.bench --help`)."""
