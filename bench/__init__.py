"""Measuring the reviewer: labelled sets, their rendering, and what is computed from them."""
