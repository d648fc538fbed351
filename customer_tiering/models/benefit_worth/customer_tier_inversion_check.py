from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import formatLang

from ...tools.groups import MANAGER_GROUP


class CustomerTierInversionCheck(models.Model):
    """Where a lower tier gets more than a higher one: the last look at a company.

    Equal treatment displeases the best customers, and the reverse even more. Every week
    and at the press of a button, the benefits of each scheme are compared tier by tier.
    """

    _name = "customer.tier.inversion.check"
    _description = "Inversion Check"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    checked_on = fields.Datetime(readonly=True)
    # [{"kind", "benefit", "products"}] of what was compared
    compared = fields.Json(readonly=True)
    inversion_ids = fields.One2many(
        "customer.tier.inversion", "check_id", readonly=True
    )
    sentence = fields.Char(string="Result", compute="_compute_words")
    details = fields.Text(compute="_compute_words")

    _company_uniq = models.Constraint(
        "UNIQUE(company_id)", "A company has one inversion check."
    )

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Inversion Check")

    @api.depends("compared", "inversion_ids")
    @api.depends_context("lang")
    def _compute_words(self):
        for check in self:
            check.sentence, check.details = check._words()

    def _words(self):
        """One sentence, and what it is made of or what was compared, one per line."""
        if not self.compared:
            return (
                self.env._("Nothing to compare."),
                self.env._(
                    "No benefit in use grants prices, payment terms, response times, "
                    "samples or trainings."
                ),
            )
        if not self.inversion_ids:
            return (
                self.env._("No inversion: no tier is better off than a higher one."),
                "\n".join(self._compared_words()),
            )
        count = len(self.inversion_ids)
        sentence = (
            self.env._("1 inversion.")
            if count == 1
            else self.env._("%s inversions.", count)
        )
        return sentence, "\n".join(self._inversion_words())

    def _inversion_words(self):
        """One sentence per benefit and pair of tiers, in the order of the list."""
        products = {
            found["benefit"]: found.get("products", 0) for found in self.compared
        }
        pairs = self.inversion_ids.sorted().grouped(
            lambda line: (line.benefit_id, line.lower_tier_id, line.higher_tier_id)
        )
        for (benefit, lower, higher), lines in pairs.items():
            words = {"lower": lower.name, "higher": higher.name}
            if lines[0].kind == "pricelist":
                yield self.env._(
                    "%(lower)s pays less than %(higher)s for %(count)s of %(products)s "
                    "products.",
                    count=len(lines),
                    products=products.get(benefit.id, len(lines)),
                    **words,
                )
            else:
                yield lines[0]._sentence(words)

    def _compared_words(self):
        kinds = dict(
            self.env["customer.tier.benefit"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        for found in self.compared:
            benefit = self.env["customer.tier.benefit"].browse(found["benefit"])
            name = benefit.exists().display_name or ""
            if found["kind"] != "pricelist":
                yield self.env._(
                    "Compared: %(kind)s (“%(name)s”).",
                    kind=kinds[found["kind"]],
                    name=name,
                )
            elif found["products"]:
                yield self.env._(
                    "Compared: prices of %(count)s best-selling products (“%(name)s”).",
                    count=formatLang(self.env, found["products"], digits=0),
                    name=name,
                )
            else:
                yield self.env._(
                    "Prices were not compared (“%s”): price lists are switched off, or "
                    "nothing was invoiced in the last 12 months.",
                    name,
                )

    # ------------------------------------------------------------ actions

    def action_open_check(self):
        """Show the check of the current company; the first time, compare."""
        self._refuse_others()
        check = self.search([("company_id", "=", self.env.company.id)])
        if not check:
            check = self.sudo()._of(self.env.company).sudo(False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inversion Check"),
            "res_model": self._name,
            "res_id": check.id,
            "views": [(False, "form")],
        }

    def action_check(self):
        """Compare again."""
        self._refuse_others()
        self.check_access("read")
        for check in self.sudo():
            check._check()

    @api.model
    def _refuse_others(self):
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Only managers compare the benefits of tiers.")
            )

    @api.model
    def _of(self, company):
        """The check of ``company``, made and compared if there is none."""
        check = self.search([("company_id", "=", company.id)])
        if not check:
            check = self.create({"company_id": company.id})
            check._check()
        return check

    @api.model
    def _cron_check(self):
        """Every company with a benefit, each committed."""
        benefits = self.env["customer.tier.benefit"].search(
            [("scheme_id", "!=", False)]
        )
        companies = benefits.company_id
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(companies))
        for company in companies:
            self._of(company)._check()
            self.env["customer.tier.benefit.cost"]._read_again(company)
            if not commit(1):
                break
