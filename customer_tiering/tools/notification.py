def notification(message, level="success", action=None):
    """The client action that shows ``message`` and then does ``action``.

    ``level``: ``success``, ``warning`` or ``danger``. Without an action the screen is
    loaded again.
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": level,
            "message": message,
            "next": action or {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }
