"""Choosing who gets a statement."""

from . import customer_tier_statement_send
