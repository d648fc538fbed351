"""One sub-command of ./dev per file: `add` its options, `run` it."""
