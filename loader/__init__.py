"""Loads a sales history from a file into Odoo 19, as posted entries, and fast.

Two halves that do not know each other:

- files to frames: ``csvfile`` (or ``cdnow``) -> ``checks`` -> ``documents``;
- frames to ledger: ``partners`` and ``ledger`` (on ``prototypes``, ``matching``,
  ``numbering``, ``rates``, ``statements``, ``tables``, ``copying``, ``bulk``), which a
  benchmark or a demo can use on its own.

``cli`` connects them, ``classify`` runs the addon, ``report`` prints the result.
"""
