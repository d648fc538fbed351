"""Gifts as plain calculation: days, amounts, rules, effects.

Frames in, frames out: pandas and NumPy, no Odoo, no clock, no database.
"""
