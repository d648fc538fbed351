"""Loads a sales history from a file into Odoo 19, as posted entries, and fast.

Two halves that do not know each other:

- files to frames: ``columns`` (``decoding``, ``csvfile``, ``workbook``; or ``cdnow``)
  -> ``checks`` (``amounts``, ``dates``, ``identity``, ``countries``, ``payments``) ->
  ``documents``;
- frames to ledger: ``partners`` and ``ledger`` (on ``prototypes``, ``matching``,
  ``numbering``, ``rates``, ``statements``, ``tables``, ``copying``, ``bulk``), which a
  benchmark or a demo can use on its own.

``cli`` connects them, ``tally`` compares the file with the ledger, ``listing`` shows
what was not loaded, ``classify`` runs the addon, ``report`` prints the result.
"""
