import numpy as np
import pandas as pd

from odoo import api, models

from ...gifting import policy as rules
from .reading import PolicyReading


class CustomerGiftPolicy(models.Model):
    """From the facts to the verdict on each gift."""

    _inherit = "customer.gift.policy"

    @api.model
    def _check(self, frame):
        """``frame`` of gifts with ``severity`` and ``findings`` (list of dicts).

        A finding has ``code``, ``policy_id``, ``severity``, ``figure``, ``limit``,
        ``unit`` (money, gifts, days or empty), ``currency`` (id, for money),
        ``period`` (what was looked at, a text key), ``approver`` (manager or
        compliance) and ``exception`` (whether a block may be lifted). The worst comes
        first. Gifts with no finding have None.
        """
        severity = np.full(len(frame), "none", dtype=object)
        findings = np.full(len(frame), None, dtype=object)
        companies = frame["company_id"].to_numpy() if len(frame) else []
        for company_id in pd.unique(pd.Series(companies, dtype="int64")).tolist():
            places = np.flatnonzero(companies == company_id)
            company = self.env["res.company"].sudo().browse(company_id)
            found = self._judge(frame.iloc[places], company)
            worst = rules.verdict(found, len(places))
            severity[places] = np.array(rules.SEVERITIES, dtype=object)[worst]
            for place, lines in self._as_dicts(found, company).items():
                findings[places[place]] = lines
        return frame.assign(severity=severity, findings=findings)

    @api.model
    def _judge(self, frame, company):
        """The strictest finding of each gift and code; all gifts are of ``company``."""
        policies = self._applying(company)
        if "purpose" not in frame:
            # about to be made: they will have the plan's
            policies = policies.filtered(lambda policy: policy.code != "C14")
        reading = PolicyReading(self.env, company, policies)
        gifts = self._facts(reading, frame)
        setting = rules.Setting(reading.mode, reading.given_before(gifts))
        found = rules.check(gifts, policies._as_rules(), setting)
        return rules.strictest(found)

    @api.model
    def _facts(self, reading, frame):
        """``frame`` with the facts that the rules ask for, see `PolicyReading`.

        Another addon adds columns of its own here, for rules of its own.
        """
        return reading.facts(frame)

    @api.model
    def _as_dicts(self, found, company):
        """Place of the gift -> its findings, of plain Python values."""
        currency = company.currency_id.id
        result = {}
        found = found.round({"figure": 4, "limit": 4})
        names = ("gift", *FINDING)
        for gift, *values in zip(
            *(found[name].tolist() for name in names), strict=True
        ):
            line = dict(zip(FINDING.values(), values, strict=True))
            line["severity"] = rules.SEVERITIES[line["severity"]]
            for name in ("figure", "limit"):
                number = line[name]
                line[name] = None if number != number else number
            line["currency"] = currency if line["unit"] == "money" else None
            result.setdefault(gift, []).append(line)
        return result


# column of the findings -> key of what is kept with the gift
FINDING = {
    "code": "code",
    "severity": "severity",
    "figure": "figure",
    "limit": "limit",
    "unit": "unit",
    "what": "period",
    "policy": "policy_id",
    "approver": "approver",
    "exception": "exception",
}
