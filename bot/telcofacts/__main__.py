"""Run the command line as `python -m telcofacts`."""

from telcofacts.cli import main

if __name__ == "__main__":
    main()
