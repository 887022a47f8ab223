"""What is said about a run, as text for people or JSON for machines; printing it is the business of `cli`."""
