"""The one kind of error that the user sees as a sentence instead of a trace."""


class LoadError(Exception):
    """Nothing can be loaded; ``str()`` says why and what to do, in one sentence."""
