"""The pure core: what a mention, a case and a promise are. No clock, no I/O, no environment."""
