"""The command line: the one place that prints, asks, and maps failures to exit codes."""
