"""Run the command line with ``python -m llmpapers``."""

from llmpapers.cli import main

if __name__ == "__main__":
    main(prog_name="llmpapers")
