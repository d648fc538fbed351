"""The benchmark: shops of three sizes in the real Odoo tables, measured in one run.

``./dev bench`` calls `bench.cli`. Nothing here is part of the addon, and no figure is
written down anywhere: each run measures all it prints.
"""
