"""Reads the procedures of a medical-device manufacturer and says which requirements they provide for, with quotes."""

__version__ = "0.1.0"
