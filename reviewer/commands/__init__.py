"""Commands of the command line that come in groups, each group in its module; ``reviewer.cli`` puts them together."""
