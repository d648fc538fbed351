"""Playbooks that speak of benefits, statements and service.

It owns no table. It adds triggers and goals to playbooks, and may use every room that
says what customers are granted, told and answered.
"""

from . import customer_playbook
from . import customer_playbook_solved
