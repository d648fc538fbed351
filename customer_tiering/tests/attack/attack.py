import inspect
import json
import logging
import re
from collections import Counter
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.service.model import call_kw, get_public_method
from odoo.sql_db import Cursor
from odoo.tools import SQL, mute_logger

from .attack_victims import SECRET, SECRET_FIGURE, SECRET_GIFT, VictimsCase

_logger = logging.getLogger(__name__)

OURS = "odoo.addons.customer_tiering."
STRANGERS = ("public", "portal", "plain")
# what is everybody's, and what is the role's own business
MAY_CHANGE = {
    "foreign": {
        "customer.tier",
        "customer.tier.metric",
        "customer.tier.shop.stage",
        "customer.gift.tag",
        "customer.professional",
        "customer.sensitive.topic",
        "customer.style",
        "customer.trait",
    },
    "customer.tier.evaluation.action_check": {"customer.tier.evaluation"},
    "customer.tier.evaluation.action_uncheck": {"customer.tier.evaluation"},
    "customer.tier.evaluation.action_compare": {
        "customer.tier.evaluation",
        "customer.tier.evaluation.difference",
    },
}
# what may change a row; a SELECT of this addon never does
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|DROP|ALTER|COPY|WITH)\b", re.I)
# complaints about senseless arguments
NOISE = (
    "odoo.sql_db",
    "odoo.models",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.mail.models.mail_thread",
    "py.warnings",
)
CONTEXT = {"tracking_disable": True}
# what a call with senseless arguments may end in besides a sentence
STOPPED = (
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    AssertionError,
    psycopg2.Error,
)


def public_methods(model, only_ours=False):
    """Names that RPC lets through on ``model``: all, or those that this addon has."""
    names = set()
    for model_class in type(model).mro():
        if not only_ours or model_class.__module__.startswith(OURS):
            names |= {name for name in vars(model_class) if is_public(model, name)}
    return sorted(names)


def is_public(model, name):
    if not inspect.isroutine(getattr(type(model), name, None)):
        return False
    try:
        return bool(get_public_method(model, name))
    except UserError:
        return False


class AttackCase(VictimsCase):
    """Attacks, each undone, and what they would have left."""

    # ------------------------------------------------------------ what is left

    def fingerprint(self):
        """Model -> checksum of the victims' rows, as they lie in the table."""
        self.env.flush_all()
        parts = [
            SQL(
                "SELECT %s, md5(string_agg(t::text, '|' ORDER BY id)) FROM %s t"
                " WHERE id = ANY(%s)",
                name,
                SQL.identifier(records._table),
                records.ids,
            )
            for name, records in self.victims.items()
            if records and records._auto
        ]
        self.env.cr.execute(SQL(" UNION ALL ").join(parts))
        return dict(self.env.cr.fetchall())

    # ------------------------------------------------------------ one attack

    def call(self, role, model, method, *args, **kwargs):
        """Call ``method`` as RPC does, see `attack`."""

        def do(env):
            return call_kw(env[model], method, list(args), kwargs)

        return self.attack(role, f"{model}.{method}", do)

    def attack(self, role, what, do):
        """``do(env)`` as ``role``. Keeps what went wrong in ``self.lost``.

        It is undone in any case, so that the next one finds the same victims.
        """
        self.counts["calls"] += 1
        problem = None
        self.statements.clear()
        try:
            with mute_logger(*NOISE), self.env.cr.savepoint(flush=False):
                env = self.env(user=self.people[role], context=CONTEXT)
                result = do(env)
                env.flush_all()
                problem = self.seen(role, result) or self.touched(role, what)
                raise Undo
        except Undo:
            self.counts["harmless"] += not problem
        except UserError:
            self.counts["refused"] += 1
        except STOPPED as error:
            # not a sentence, and yet nothing came of it
            self.counts["stopped"] += 1
            self.stopped.append(f"{role}: {what}: {error!r}"[:200])
        self.env.transaction.clear()
        if problem:
            self.lost.append(f"{role}: {what}: {problem}")

    def seen(self, role, result):
        """What of the victims is in ``result`` that ``role`` may not see."""
        hidden = [] if role == "accountant" else [SECRET, SECRET_FIGURE]
        text = json.dumps(result, default=repr)
        for word in [SECRET_GIFT] if role == "rival" else hidden:
            if word in text:
                return f"shows {word}"
        return None

    def touched(self, role, what):
        """Which victims were changed; of strangers any row of the addon's tables."""
        statements = [code for code in self.statements if WRITES.match(code)]
        if not statements:
            return None
        marks = self.fingerprint()
        changed = {name for name, mark in self.marks.items() if marks.get(name) != mark}
        changed -= MAY_CHANGE.get(role, set()) | MAY_CHANGE.get(what, set())
        if changed:
            return f"changes {', '.join(sorted(changed))}"
        if role in STRANGERS:
            for table in (self.env[name]._table for name in self.tables()):
                if any(f'"{table}"' in code for code in statements):
                    return f"writes into {table}"
        return None

    def listen(self):
        """Keep the text of every statement from now on in ``self.statements``."""
        self.statements = []
        execute = Cursor.execute

        def heard(cursor, query, *args, **kwargs):
            self.statements.append(query.code if isinstance(query, SQL) else str(query))
            return execute(cursor, query, *args, **kwargs)

        self.startPatcher(patch.object(Cursor, "execute", heard))

    def setUp(self):
        super().setUp()
        self.marks = self.fingerprint()
        self.counts = Counter()
        self.lost, self.stopped = [], []
        self.listen()

    def judge(self, what):
        """Tell the counts in the log; nothing may be lost, and something was tried."""
        self.env.transaction.clear()
        counts = ", ".join(
            f"{self.counts[name]} {name}"
            for name in ("calls", "refused", "harmless", "stopped")
        )
        _logger.info("Attack, %s: %s, %s lost", what, counts, len(self.lost))
        self.assertFalse(self.lost, "\n".join(["lost", *self.lost]))
        self.assertEqual(self.fingerprint(), self.marks)
        # each way out was taken, so that none of them is the test's own mistake
        self.assertTrue(self.counts["refused"] and self.counts["harmless"])


class Undo(Exception):
    """Takes back what a call has done."""
