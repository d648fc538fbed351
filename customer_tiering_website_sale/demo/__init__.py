from .online import build
