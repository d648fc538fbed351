import base64
import json
import math
import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

FORMAT = "customer_tiering.scheme"
VERSION = 2
# names of line settings in files of version 1
RENAMED = {
    "bar": "threshold",
    "keep_bar": "keep_threshold",
    "bar_currency_id": "threshold_currency_id",
}
# types that are written unchanged; all others become a code, a name or lines
PLAIN = ("char", "text", "selection", "integer", "float", "monetary", "boolean")
# linked model -> the field that identifies a record in any database
KEYS = {
    "customer.tier": "code",
    "customer.tier.metric": "code",
    "res.currency": "name",
}
# characters that JSON can have and the database cannot store
FITS = {
    str: lambda value: not re.search("[\0\ud800-\udfff]", value),
    int: lambda value: abs(value) < 2**31,
    float: math.isfinite,
    bool: lambda value: True,
}
# fields about the scheme in its own database, which do not affect how it classifies
STAYS = {"active", "in_force", "sequence"}


class CustomerTierScheme(models.Model):
    """A scheme as a file for another company: plain data, independent of the database.

    The file contains every setting that a copy of the scheme would take over, including
    settings of other addons. Tiers and metrics are identified by their codes, and
    currencies by their names. Presets have the same format.
    """

    _inherit = "customer.tier.scheme"

    def _export_dict(self):
        """The scheme as plain data; importing and exporting it gives the same data."""
        self.ensure_one()
        return {
            "format": FORMAT,
            "version": VERSION,
            "currency": self.currency_id.name,
            "scheme": _plain(self),
        }

    def _export_file(self):
        """The file of the scheme, in base64 for binary fields."""
        text = json.dumps(self._export_dict(), indent=2, ensure_ascii=False)
        return base64.b64encode(text.encode())

    @api.model
    def _import_file(self, content, company=None):
        """Create a scheme, not in force, from the base64 ``content`` of a file."""
        try:
            # given bytes, it understands UTF-8 and UTF-16, with a byte order mark too
            data = json.loads(base64.b64decode(content or b""))
        except (ValueError, RecursionError) as error:
            raise UserError(
                self.env._(
                    "This is not a scheme file: it cannot be read as JSON. Choose a "
                    "file created with “Export” on a scheme."
                )
            ) from error
        return self._import_dict(data, company)

    @api.model
    def _import_dict(self, data, company=None):
        """Create a scheme, not in force, from the result of `_export_dict`.

        Raises one UserError that lists everything that does not fit this database.
        """
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise UserError(
                self.env._(
                    "This is not a scheme file. Choose a file created with “Export” "
                    "on a scheme."
                )
            )
        if data.get("version") not in (1, VERSION):
            raise UserError(
                self.env._(
                    "The file has version %(theirs)s; this database reads version "
                    "%(ours)s. Export the scheme again with the same version of the "
                    "app.",
                    theirs=data.get("version"),
                    ours=VERSION,
                )
            )
        plain = data.get("scheme")
        if data["version"] == 1:
            plain = _renamed(plain)
        values = self._values_from(plain)
        company = company or self.env.company
        scheme = self.create(dict(values, company_id=company.id, in_force=False))
        theirs = data.get("currency")
        if theirs != scheme.currency_id.name:
            scheme._message_log(
                body=self.env._(
                    "The amounts in the file are in %(theirs)s and have not been "
                    "converted to %(ours)s. Check them before you apply the scheme.",
                    theirs=theirs or "?",
                    ours=scheme.currency_id.name,
                )
            )
        return scheme

    @api.model
    def _values_from(self, plain):
        """Values for ``create`` from plain data; one UserError with all problems."""
        problems = []
        values = _Reader(self.env, problems).values(self, plain, "")
        if problems:
            raise UserError(
                self.env._(
                    "The scheme does not fit this database:\n%(problems)s",
                    problems="\n".join(f"- {p}" for p in dict.fromkeys(problems)),
                )
            )
        return values


def _renamed(plain):
    """The plain scheme of a version 1 file, with the current names of settings."""
    if not isinstance(plain, dict) or not isinstance(plain.get("rule_ids"), list):
        return plain
    rules = [
        {RENAMED.get(name, name): value for name, value in rule.items()}
        if isinstance(rule, dict)
        else rule
        for rule in plain["rule_ids"]
    ]
    return {**plain, "rule_ids": rules}


def _travels(field):
    """Whether ``field`` is a setting that belongs in the file."""
    if field.name in STAYS or field.name in models.MAGIC_COLUMNS:
        return False
    if not field.copy or not field.store and field.type != "one2many":
        return False
    if field.related or field.readonly:
        return False
    if field.type in PLAIN:
        return True
    if field.type in ("many2one", "many2many"):
        return field.comodel_name in KEYS
    # lines; messages are not copied
    return field.type == "one2many" and field.comodel_name.startswith("customer.tier.")


def _plain(record):
    result = {}
    for name, field in sorted(record._fields.items()):
        if not _travels(field):
            continue
        value = record[name]
        if field.type == "one2many":
            value = [_plain(line) for line in value]
        elif field.type == "many2one":
            value = value[KEYS[field.comodel_name]] or None
        elif field.type == "many2many":
            value = sorted(value.mapped(KEYS[field.comodel_name]))
        elif field.type in ("char", "text", "selection"):
            value = value or None
        result[name] = value
    return result


class _Reader:
    """Converts plain data to values for ``create`` and collects the problems."""

    def __init__(self, env, problems):
        self.env = env
        self.problems = problems
        self._known = {}

    def values(self, model, plain, where):
        if not isinstance(plain, dict):
            self._problem(
                where.removesuffix(": "), self.env._("settings are expected here")
            )
            return {}
        result = {}
        # lines of a scheme check each other, so the order is that of the fields
        order = list(model._fields)
        for name in sorted(plain, key=lambda n: order.index(n) if n in order else -1):
            field = model._fields.get(name)
            place = f"{where}{name}"
            if field is None or not _travels(field):
                self._problem(place, self.env._("this setting is unknown here"))
            else:
                result[name] = self._value(field, plain[name], place)
        for name, field in model._fields.items():
            needed = field.required and not field.default and _travels(field)
            if needed and plain.get(name) in (None, ""):
                self._problem(f"{where}{name}", self.env._("this setting is missing"))
        return result

    def _value(self, field, value, where):
        if field.type == "one2many":
            model = self.env[field.comodel_name]
            if not isinstance(value, list):
                self._problem(where, self.env._("a list is expected here"))
                return []
            return [
                Command.create(self.values(model, line, f"{where} {number}: "))
                for number, line in enumerate(value, start=1)
            ]
        if field.type == "many2one":
            return self._link(field, value, where) if value else False
        if field.type == "many2many":
            codes = value if isinstance(value, list) else [value]
            links = [self._link(field, code, where) for code in codes]
            return [Command.set([link for link in links if link])]
        return self._simple(field, value, where)

    def _simple(self, field, value, where):
        if value is None:
            return False
        wanted = {"integer": int, "boolean": bool, "float": float, "monetary": float}
        kind = wanted.get(field.type, str)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind or not FITS[kind](value):
            self._problem(
                where, self.env._("“%(value)s” is not a valid value here", value=value)
            )
        elif field.type == "selection" and value not in field.get_values(self.env):
            self._problem(
                where, self.env._("the option “%(value)s” is unknown", value=value)
            )
        return value

    def _link(self, field, code, where):
        comodel = field.comodel_name
        if comodel not in self._known:
            records = self.env[comodel].with_context(active_test=False).search([])
            self._known[comodel] = {r[KEYS[comodel]]: r for r in records}
        record = self._known[comodel].get(code) if isinstance(code, str) else None
        if record and ("active" not in record._fields or record.active):
            return record.id
        sentence = {
            "customer.tier": self.env._(
                "there is no tier with the code “%(code)s”. Create it under "
                "Configuration → Tiers.",
                code=code,
            ),
            "customer.tier.metric": self.env._(
                "there is no metric “%(code)s”. Install the app that provides it.",
                code=code,
            ),
            "res.currency": self.env._(
                "there is no active currency “%(code)s”. Activate it first.", code=code
            ),
        }[comodel]
        self._problem(where, sentence)
        return False

    def _problem(self, where, sentence):
        self.problems.append(f"{where}: {sentence}" if where else sentence)
