from odoo import models


class ResPartner(models.Model):
    """What is noted about a person, as it is printed for them."""

    _inherit = "res.partner"

    def _customer_tier_told_notes(self):
        """Everything that is noted about this contact, with author, source and day.

        A list of ``{"what", "text", "source", "author", "date"}``. Values that the user
        may not read raise AccessError.
        """
        self.ensure_one()
        observed = dict(
            self.env["customer.preference"]
            ._fields["source"]
            ._description_selection(self.env)
        )
        style = {
            "source": observed["observed"],
            "author": self.customer_tier_noted_by_id.sudo().name,
            "date": self.customer_tier_noted_on,
        }
        rows = [
            {"what": self._customer_tier_label(name), "text": text} | style
            for name, text in (
                ("customer_tier_style_id", self.customer_tier_style_id.name),
                (
                    "customer_tier_temperament_id",
                    self.customer_tier_temperament_id.name,
                ),
                (
                    "customer_tier_trait_ids",
                    ", ".join(self.customer_tier_trait_ids.mapped("name")),
                ),
            )
            if text
        ]
        rows += [
            {
                "what": self._customer_tier_label(name),
                "text": text,
                "source": "",
                "author": "",
                "date": False,
            }
            for name, text in self._customer_tier_told_columns()
            if text
        ]
        notes = self.env["customer.preference"].search([("partner_id", "=", self.id)])
        kinds = dict(notes._fields["kind"]._description_selection(self.env))
        rows += [
            {
                "what": kinds[note.kind],
                "text": note.text,
                "source": observed[note.source],
                "author": note.author_id.sudo().name,
                "date": note.date,
            }
            for note in notes
        ]
        return rows + self._customer_tier_told_reviews()

    def _customer_tier_told_columns(self):
        """Pairs of a field and its value in words, of what is one column."""
        roles = dict(
            self._fields["customer_tier_role"]._description_selection(self.env)
        )
        kinds = dict(
            self._fields["customer_tier_influence_type"]._description_selection(
                self.env
            )
        )
        return [
            ("customer_tier_role", roles.get(self.customer_tier_role)),
            ("customer_tier_referrer_id", self.customer_tier_referrer_id.display_name),
            (
                "customer_tier_influence_type",
                kinds.get(self.customer_tier_influence_type),
            ),
            (
                "customer_tier_influence_reach",
                self.customer_tier_influence_reach
                and str(self.customer_tier_influence_reach),
            ),
            ("customer_tier_influence_note", self.customer_tier_influence_note),
        ]

    def _customer_tier_told_reviews(self):
        reviews = self.env["customer.quality.review"].search(
            [("partner_id", "=", self.id)]
        )
        return [
            {
                "what": review._description,
                "text": review.told,
                "source": "",
                "author": review.user_id.sudo().name,
                "date": review.date,
            }
            for review in reviews
        ]

    def _customer_tier_label(self, name):
        return self._fields[name]._description_string(self.env)
