"""Anybody's sales history as honest posted entries of an Odoo 19 database, fast.

Two halves that know nothing of each other:

- files to frames: ``csvfile`` (or ``cdnow``) -> ``checks`` -> ``documents``;
- frames to ledger: ``partners`` and ``ledger`` (on ``prototypes``, ``matching``,
  ``numbering``, ``rates``, ``statements``, ``tables``, ``copying``, ``bulk``), which a
  benchmark or a demo may use alone.

``cli`` puts them together, ``classify`` runs the addon, ``report`` prints.
"""
