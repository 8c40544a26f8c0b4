"""Figures that can be defended: each with its numerator, denominator, interval and the rows behind it."""
