"""The composition root: joins the core to files, clock and targets."""
