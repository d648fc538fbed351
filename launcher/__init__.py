"""The launcher behind ./dev: a real Odoo 19 and PostgreSQL on a machine with neither.

It needs the standard library only.  One file does one thing; the order in which a
command meets them is places, python_env, odoo, postgres, workbench, databases,
templates, commands/.
"""
