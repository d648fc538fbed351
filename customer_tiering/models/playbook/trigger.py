"""A trigger: what happens to a customer that opens a play, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Trigger:
    """What opens the plays of a playbook, for all customers by one statement.

    ``label``   translated name
    ``rows``    function without arguments that returns a SELECT of ``partner_id`` (the
                customer), ``occurrence`` (text: the same one never opens a second
                play), ``res_model`` and ``res_id`` (the document, NULL if it is the
                customer) and ``day`` (since when it is due). What it no longer returns
                is over, and a play on which nobody worked is withdrawn
    ``reason``  function of a play and the customer's standing that returns a sentence,
                in the language of the standing's environment
    ``days``    whether the playbook says after how many days
    ``contacts``  whether it asks when all customers of its tiers were last spoken with
    ``intervals``  whether it says after how many of the customer's usual intervals
    """

    label: str
    rows: Callable[[], SQL]
    reason: Callable[..., str]
    days: bool = False
    intervals: bool = False
    contacts: bool = False
