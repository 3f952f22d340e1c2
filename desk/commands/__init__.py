"""The command lines: `intake`, `classify`, `compose`."""
