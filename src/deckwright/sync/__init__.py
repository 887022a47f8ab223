"""Bringing a target up to date: what stands there, what is wanted, and the three-way plan from one to the other."""
