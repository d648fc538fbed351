"""The only error that users see as a sentence instead of a traceback."""


class LoadError(Exception):
    """Nothing can be loaded; the text says why and what to do, in one sentence."""
