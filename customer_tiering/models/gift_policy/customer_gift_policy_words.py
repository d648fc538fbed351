from odoo import api, models


class CustomerGiftPolicy(models.Model):
    """A finding as a sentence: which rule, which figure, which limit, what to do."""

    _inherit = "customer.gift.policy"

    @api.model
    def _tell(self, line, gift):
        """``line`` of the findings of ``gift``, in the user's language."""
        code = dict(self._fields["code"]._description_selection(self.env))
        finding, advice = self._sentences(line, gift)
        return self.env._(
            "%(rule)s: %(finding)s %(advice)s",
            rule=code.get(line["code"], line["code"]),
            finding=finding,
            advice=advice,
        ).strip()

    @api.model
    def _sentences(self, line, gift):
        """What was found, and what to do about it."""
        figures = {
            "figure": self._shown(line["figure"], line, gift),
            "limit": self._shown(line["limit"], line, gift),
        }
        told = self._words(figures)
        if line["period"] in told:
            return told[line["period"]]
        # a rule of another addon that has no words of its own
        policy = self.sudo().browse(line["policy_id"]).exists()
        if line["limit"] is None:
            return policy.name or line["period"], policy.note or ""
        return (
            self.env._("%(figure)s against a limit of %(limit)s.", **figures),
            policy.note or "",
        )

    @api.model
    def _words(self, figures):
        """What a rule found (`gifting.policy.Hits.what`) -> (finding, advice).

        ``figures``: ``figure`` and ``limit`` as they are shown. Another addon adds the
        words of its own rules here.
        """
        return {
            **self._amount_words(figures),
            **self._people_words(figures),
            **self._moment_words(figures),
        }

    @api.model
    def _shown(self, number, line, gift):
        if number is None:
            return ""
        if line["unit"] == "money":
            currency = self.env["res.currency"].browse(line["currency"])
            return (currency.exists() or gift.currency_id).format(number)
        return f"{number:g}"

    @api.model
    def _amount_words(self, figures):
        less = self.env._("Choose something cheaper, or have it approved.")
        return {
            "value": (
                self.env._(
                    "The gift is worth %(figure)s; the limit is %(limit)s.", **figures
                ),
                less,
            ),
            "year": (
                self.env._(
                    "The recipient gets %(figure)s this year; the limit is %(limit)s.",
                    **figures,
                ),
                less,
            ),
            "twelve_months": (
                self.env._(
                    "The recipient gets %(figure)s within twelve months; the limit is "
                    "%(limit)s.",
                    **figures,
                ),
                less,
            ),
            "number": (
                self.env._(
                    "This would be gift number %(figure)s to the recipient this "
                    "year; the limit is %(limit)s.",
                    **figures,
                ),
                self.env._("Send a card instead."),
            ),
            "account": (
                self.env._(
                    "The customer and its people get %(figure)s this year; the limit "
                    "is %(limit)s.",
                    **figures,
                ),
                less,
            ),
            "split": (
                self.env._(
                    "With the gifts of the days around it, the recipient gets "
                    "%(figure)s; the limit is %(limit)s.",
                    **figures,
                ),
                self.env._("Several small gifts count as one. Leave one of them out."),
            ),
            "near": (
                self.env._(
                    "%(figure)s other gifts go to the recipient within %(limit)s days.",
                    **figures,
                ),
                self.env._("Give one gift for both occasions."),
            ),
            "sensitive": (
                self.env._(
                    "Gifts of this kind are watched closely (%(figure)s).", **figures
                ),
                self.env._("Choose something plain, or have it approved."),
            ),
            "chain": (
                self.env._("The gift is worth %(figure)s, above %(limit)s.", **figures),
                self.env._("Someone else must approve it."),
            ),
            "no_budget": (
                self.env._("No budget covers this gift."),
                self.env._("Add it to a plan, or add a budget line."),
            ),
            "budget": (
                self.env._(
                    "It costs %(figure)s; the budget allows %(limit)s.", **figures
                ),
                self.env._("Choose something cheaper, or raise the budget."),
            ),
            "no_rate": (
                self.env._("The limit is in a currency that has no rate on that day."),
                self.env._("Enter a rate, then check again."),
            ),
        }

    @api.model
    def _people_words(self, figures):
        officer = self.env._("Send a card, or ask the compliance officer.")
        return {
            "official": (self.env._("The recipient is a public official."), officer),
            "government": (self.env._("The customer is a public body."), officer),
            "unknown": (
                self.env._(
                    "It is not known whether the recipient is a public official, and "
                    "the gift is worth %(figure)s, above %(limit)s.",
                    **figures,
                ),
                self.env._("Find out, and enter it on the contact."),
            ),
            "no_customer": (
                self.env._("The customer has never bought, or not for a long time."),
                self.env._("Send a card, a brochure or a sample instead of a gift."),
            ),
            "employee": (
                self.env._(
                    "A gift of %(figure)s goes to a person at the customer; only up "
                    "to %(limit)s would it be a small promotional item.",
                    **figures,
                ),
                self.env._("Give it to the business, or have it approved."),
            ),
            "nobody_named": (
                self.env._("No recipient is named."),
                self.env._("Choose the contact who receives it."),
            ),
            "family": (
                self.env._("The recipient is family of a contact."),
                self.env._("It counts as a gift to that contact. Have it approved."),
            ),
            "private_address": (
                self.env._("The gift goes to a private address."),
                self.env._("Send it to the office, or have it approved."),
            ),
            "refuses": (
                self.env._("The recipient may accept no gifts."),
                self.env._("Send a card."),
            ),
            "ask_first": (
                self.env._("The recipient must be asked first."),
                self.env._("Ask first, and record the answer."),
            ),
            "accepts_max": (
                self.env._(
                    "The recipient accepts up to %(limit)s; the gift is worth "
                    "%(figure)s.",
                    **figures,
                ),
                self.env._("Choose something cheaper."),
            ),
            "profession": (
                self.env._(
                    "People in the recipient's profession may not be given such a gift."
                ),
                self.env._("Send a card, or set a limit for this profession."),
            ),
        }

    @api.model
    def _moment_words(self, figures):
        wait = self.env._("Wait until it is over.")
        return {
            "no_tier": (
                self.env._("The customer has no tier, or was never classified."),
                self.env._("Classify the customers first."),
            ),
            "old_tier": (
                self.env._(
                    "The last evaluation of the tier is %(figure)s days old; the "
                    "limit is %(limit)s.",
                    **figures,
                ),
                self.env._("Classify the customers again."),
            ),
            "money": (
                self.env._("Cash and cash equivalents must never be given."),
                self.env._("Choose another product."),
            ),
            "tender": (
                self.env._("A tender or dispute with the customer is open."),
                wait,
            ),
            "tender_ended": (
                self.env._(
                    "A tender or dispute ended only %(figure)s days earlier; at "
                    "least %(limit)s days must pass.",
                    **figures,
                ),
                self.env._("Give it later."),
            ),
            "tender_hold": (
                self.env._("Gifts are on hold because of a tender or dispute."),
                wait,
            ),
            "quotation": (
                self.env._(
                    "A quotation of %(figure)s is open; the limit is %(limit)s.",
                    **figures,
                ),
                self.env._("Wait until it is decided."),
            ),
            "no_purpose": (
                self.env._("The purpose of the gift is missing."),
                self.env._("Enter the purpose."),
            ),
            "not_confirmed": (
                self.env._(
                    "It has not been confirmed that nothing is asked for in return."
                ),
                self.env._("Tick the confirmation on the gift or on the plan."),
            ),
            "hold": (
                self.env._("Gifts to this customer are on hold."),
                self.env._("Check the reason on the contact."),
            ),
            "blacklisted": (
                self.env._("The recipient's email address is on the blacklist."),
                self.env._("Ask whether a gift is welcome."),
            ),
            "overdue": (
                self.env._(
                    "%(figure)s is long overdue; the limit is %(limit)s.",
                    **figures,
                ),
                self.env._("Collect the overdue amount first."),
            ),
        }
