from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_amount, groupby

from ...tools.groups import USER_GROUP

# an order in these states is a quotation
OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    """Samples on an order: shown on the quotation, recorded on confirmation."""

    _inherit = "sale.order"

    # with groups: portal users can read all fields of their own orders by RPC
    customer_tier_sample_note = fields.Char(
        compute="_compute_customer_tier_sample", compute_sudo=True, groups=USER_GROUP
    )
    customer_tier_sample_over = fields.Boolean(
        compute="_compute_customer_tier_sample", compute_sudo=True, groups=USER_GROUP
    )

    # without groups, as it decides which button is shown; False for everybody else
    customer_tier_sample_asks = fields.Boolean(
        compute="_compute_customer_tier_sample", compute_sudo=True
    )

    @api.depends(
        "partner_id",
        "company_id",
        "state",
        "order_line.customer_tier_sample",
        "order_line.product_id",
        "order_line.product_uom_id",
        "order_line.product_uom_qty",
    )
    @api.depends_context("lang", "uid")
    def _compute_customer_tier_sample(self):
        """A few queries per company for all orders.

        A quotation says what is left as soon as the customer is chosen; an order
        without samples says nothing.
        """
        self.customer_tier_sample_note = False
        self.customer_tier_sample_over = False
        self.customer_tier_sample_asks = False
        sampling = self.filtered(
            lambda order: (
                order.state in OPEN
                or order.state != "cancel"
                and order.order_line.filtered("customer_tier_sample")
            )
        )
        took = self._samples_taken(sampling.filtered(lambda o: o.state not in OPEN))
        for company, orders in groupby(sampling, lambda order: order.company_id):
            orders = self.browse().union(*orders)
            balances = self.env["customer.tier.benefit"]._balances(
                company, orders.partner_id.commercial_partner_id._origin
            )
            for order in orders:
                customer = order.partner_id.commercial_partner_id._origin
                if customer in balances:
                    order._tell_samples(balances[customer], took.get(order.id, 0.0))

    @api.model
    def _samples_taken(self, orders):
        """``{order id: amount}`` that these orders have used, with one query."""
        if not orders.ids:
            return {}
        groups = self.env["customer.tier.benefit.usage"]._read_group(
            [("order_id", "in", orders.ids)], ["order_id"], ["amount:sum"]
        )
        return {order.id: amount for order, amount in groups}

    def _tell_samples(self, balance, took):
        """``took``: what this order, once confirmed, has used."""
        takes = self._sample_amount(balance.benefit_id) if self.state in OPEN else 0.0
        if not balance.limited or not (
            balance.granted or balance.used or takes or took
        ):
            return
        over = balance.used + takes - balance.granted
        is_over = balance.currency_id.compare_amounts(over, 0.0) > 0
        words = self._sample_words(balance, takes or took)
        words["over"] = format_amount(self.env, over, balance.currency_id)
        told = [
            self.env._(
                "Samples: %(used)s of %(granted)s used this year (%(tier)s), "
                "%(left)s left.",
                **words,
            )
        ]
        if takes:
            told.append(self.env._("This order takes %(order)s.", **words))
        elif took:
            told.append(self.env._("This order took %(order)s.", **words))
        if is_over and (takes or took):
            told.append(self.env._("The allowance is exceeded by %(over)s.", **words))
        self.customer_tier_sample_note = " ".join(told)
        self.customer_tier_sample_over = is_over and bool(takes or took)
        self.customer_tier_sample_asks = (
            is_over
            and bool(takes)
            and balance.benefit_id.over == "warn"
            and self.env.user.has_group(USER_GROUP)
        )

    def _sample_words(self, balance, amount):
        currency = balance.currency_id
        return {
            "used": format_amount(self.env, balance.used, currency),
            "granted": format_amount(self.env, balance.granted, currency),
            "left": format_amount(self.env, balance.amount_left, currency),
            "order": format_amount(self.env, amount, currency),
            "tier": balance.tier_id.name or "",
            "benefit": balance.benefit_id.name,
            "customer": balance.partner_id.display_name,
        }

    def _sample_amount(self, benefit):
        """Amount that confirming this quotation would use of ``benefit``."""
        total = 0.0
        for line in self.order_line.filtered("customer_tier_sample"):
            cost = line._sample_cost(line._sample_quantity(), benefit)
            total += cost + benefit._freight_of(cost)
        if benefit.freight == "fixed" and total:
            total += benefit.freight_amount
        return total

    # ------------------------------------------------------------ settling

    def write(self, vals):
        result = super().write(vals)
        if {"state", "partner_id"} & set(vals):
            self._settle_samples()
        return result

    def _settle_samples(self):
        """Bring the recorded usage in line with these orders.

        A confirmed order uses the cost of its sample lines, any other order nothing.
        Only the difference is recorded, as new lines.
        """
        usage = self.env["customer.tier.benefit.usage"].sudo()
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("order_id", "in", self.ids),
                    ("customer_tier_sample", "=", True),
                    ("product_id", "!=", False),
                    ("state", "=", "sale"),
                ]
            )
        )
        recorded = usage.search([("order_id", "in", self.ids)], order="date, id")
        for order in lines.order_id | recorded.order_id:
            order._settle_order(
                lines.filtered(lambda line, order=order: line.order_id == order),
                recorded.filtered(lambda use, order=order: use.order_id == order),
            )

    def _settle_order(self, lines, recorded):
        customer = self.sudo().partner_id.commercial_partner_id
        ours = recorded.filtered(lambda use: use.partner_id == customer)
        benefit = ours[:1].benefit_id or self.env[
            "customer.tier.benefit"
        ]._for_customer(self.company_id, customer)
        benefit = benefit or recorded[:1].benefit_id
        if not benefit:
            return
        self.env["customer.tier.benefit.purse"].sudo()._open(benefit, customer)
        rows = self._taken_back(recorded - ours, {})
        wanted = {line.id: line._sample_quantity() for line in lines}
        used = self._sum_by_line(ours)
        if benefit.freight == "fixed" and any(wanted.values()) or used.get(0):
            wanted[0] = 1.0 if any(wanted.values()) else 0.0
        rows += self._taken_back(ours, wanted)
        fresh = []
        for line in lines:
            more = wanted[line.id] - used.get(line.id, 0.0)
            if float_compare(more, 0.0, precision_digits=6) > 0:
                cost = line._sample_cost(more, benefit)
                freight = benefit._freight_of(cost)
                fresh.append((line.id, line.product_id.id, more, cost, freight))
        if wanted.get(0) and not used.get(0):
            fresh.append((0, False, 1.0, 0.0, benefit.freight_amount))
        over = fresh and self._judge_samples(benefit, customer, rows, fresh)
        rows += [
            {
                "kind": "use",
                "date": benefit._today(),
                "line_key": key,
                "product_id": product,
                "quantity": quantity,
                "cost": cost,
                "freight": freight,
                "amount": cost + freight,
                "over": bool(over),
                "partner_id": customer.id,
                "tier_id": self._sample_tier(benefit, customer).id,
            }
            for key, product, quantity, cost, freight in fresh
        ]
        common = {
            "benefit_id": benefit.id,
            "company_id": self.company_id.id,
            "currency_id": benefit.currency_id.id,
            "contact_id": self.partner_id.id,
            "user_id": (self.user_id or customer.user_id).id,
            "order_id": self.id,
            "reference": self.name,
        }
        self.env["customer.tier.benefit.usage"].sudo().create(
            [{**common, **row} for row in rows]
        )

    @api.model
    def _sum_by_line(self, recorded):
        total = {}
        for use in recorded:
            total[use.line_key] = total.get(use.line_key, 0.0) + use.quantity
        return total

    @api.model
    def _taken_back(self, recorded, wanted):
        """Values of lines that reverse what is ``recorded`` above ``wanted``.

        ``wanted`` is ``{order line: quantity}``. The latest use is reversed first, and
        counts in the year of that use.
        """
        rows = []
        for key, uses in groupby(recorded, lambda use: use.line_key):
            excess = sum(use.quantity for use in uses) - wanted.get(key, 0.0)
            days = groupby(uses, lambda use: (use.partner_id, use.benefit_id, use.date))
            for (partner, benefit, day), dated in reversed(list(days)):
                quantity = sum(use.quantity for use in dated)
                take = min(excess, quantity)
                if float_compare(take, 0.0, precision_digits=6) <= 0:
                    continue
                excess -= take
                part = take / quantity
                cost, freight = (
                    benefit.currency_id.round(part * sum(u[name] for u in dated))
                    for name in ("cost", "freight")
                )
                rows.append(
                    {
                        "kind": "back",
                        "date": day,
                        "line_key": key,
                        "product_id": dated[0].product_id.id,
                        "quantity": -take,
                        "cost": -cost,
                        "freight": -freight,
                        "amount": -cost - freight,
                        "partner_id": partner.id,
                        "benefit_id": benefit.id,
                        "tier_id": dated[0].tier_id.id,
                    }
                )
        return rows

    def _sample_tier(self, benefit, customer):
        return (
            self.env["customer.tier.standing"]
            .sudo()
            .search(
                [
                    ("scheme_id", "=", benefit.scheme_id.id),
                    ("partner_id", "=", customer.id),
                ]
            )
            .tier_id
        )

    def _judge_samples(self, benefit, customer, rows, fresh):
        """Whether ``fresh`` uses exceed the allowance; UserError if that is blocked."""
        balance = benefit._fresh_balances(customer)
        if not balance.limited:
            return False
        first, last = benefit._year()
        amount = sum(cost + freight for *_rest, cost, freight in fresh)
        amount += sum(
            row["amount"]
            for row in rows
            if first <= row["date"] <= last and row["partner_id"] == customer.id
        )
        currency = benefit.currency_id
        if (
            amount <= 0
            or currency.compare_amounts(balance.used + amount, balance.granted) <= 0
        ):
            return False
        words = {**self._sample_words(balance, amount), "document": self.name}
        if benefit.over == "block" and not self.env.user.has_group(USER_GROUP):
            # customers confirm in the portal, with the rights of the server
            raise UserError(
                self.env._(
                    "%(document)s cannot be confirmed as it is. Please contact the "
                    "salesperson.",
                    **words,
                )
            )
        if benefit.over == "block":
            raise UserError(
                self.env._(
                    "“%(benefit)s” of %(customer)s: %(used)s of %(granted)s used "
                    "this year (%(tier)s), %(left)s left; %(document)s takes "
                    "%(order)s. Remove samples from the order, or ask an "
                    "administrator to raise the allowance.",
                    **words,
                )
            )
        # never in the name of a customer, who may read what they write
        self.message_post(
            author_id=self.env.ref("base.partner_root").id
            if self.env.user.share
            else None,
            subtype_xmlid="mail.mt_note",
            is_internal=True,
            body=self.env._(
                "Samples exceed “%(benefit)s”: %(used)s of %(granted)s were used "
                "this year (%(tier)s), and this order takes %(order)s.",
                **words,
            ),
        )
        return True
