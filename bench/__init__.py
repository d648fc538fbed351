"""The benchmark: shops of several sizes in Odoo's real tables, measured in one run.

``./dev bench`` calls `bench.cli`. The benchmark is not part of the addon. It stores no
figures: each run measures everything that it prints.
"""
