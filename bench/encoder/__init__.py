"""Tunes the encoder of meaning (``reviewer/encoder.py``). Needs what ``requirements-encoder.txt`` names; the product does not."""
