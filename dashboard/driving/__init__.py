"""Drives a running console as browsers do, to measure what they wait for."""
