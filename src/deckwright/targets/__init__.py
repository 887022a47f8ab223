"""Where notes go to and are read back from: packages, collections, the running Anki."""
