"""Markdown in, field HTML out; mistune and nh3 are used nowhere else."""
