from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# so many months after it was written, a note is to be looked at again
KEPT_MONTHS = 12


class CustomerPreference(models.Model):
    """One thing that is noted about a person, by whom and from where it is known.

    Records of their own and not columns of the contact: they survive a merge of
    contacts, say who wrote them, and can be printed for the person and deleted.
    """

    _name = "customer.preference"
    _description = "Preference of a Person"
    _inherit = "customer.tier.in.reach"
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        # what is noted about a person goes with them
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    kind = fields.Selection(
        [
            ("like", "Likes"),
            ("dislike", "Dislikes"),
            ("food", "Food and drink"),
            ("hobby", "Hobby"),
            ("work", "Work and career"),
            ("family", "Family"),
            ("contact", "How to reach them"),
            ("other", "Other"),
        ],
        required=True,
        default="like",
    )
    text = fields.Text(
        string="Note",
        required=True,
        help="Write it so that you could show it to the person: they may ask for it.",
    )
    source = fields.Selection(
        [("told", "Told us"), ("observed", "Observed")],
        string="Known from",
        required=True,
        default="told",
        help="Whether the person told us, or a colleague noticed it.",
    )
    author_id = fields.Many2one(
        "res.users",
        string="Written by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Date(
        string="Written on", required=True, default=fields.Date.context_today
    )
    review_date = fields.Date(
        string="Look Again on",
        default=lambda self: self._default_review_date(),
        help="After this day, the note counts as out of date until somebody confirms "
        "it.",
    )
    reminded = fields.Boolean(readonly=True, copy=False)
    out_of_date = fields.Boolean(
        compute="_compute_out_of_date", search="_search_out_of_date"
    )
    warning = fields.Char(string="Sensitive", compute="_compute_warning")

    @api.model
    def _default_review_date(self):
        return fields.Date.context_today(self) + relativedelta(months=KEPT_MONTHS)

    @api.depends("kind", "partner_id")
    def _compute_display_name(self):
        """Never the text: names of records show up in many places."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for note in self:
            note.display_name = self.env._(
                "%(kind)s (%(person)s)",
                kind=kinds.get(note.kind, ""),
                person=note.partner_id.name or "",
            )

    @api.depends("review_date")
    def _compute_out_of_date(self):
        today = fields.Date.context_today(self)
        for note in self:
            note.out_of_date = bool(note.review_date and note.review_date < today)

    def _search_out_of_date(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("review_date", "<", fields.Date.context_today(self))]

    @api.depends("text")
    def _compute_warning(self):
        topics = self.env["customer.sensitive.topic"].sudo()
        texts = [note.text or "" for note in self]
        for note, found in zip(self, topics._found_in(texts), strict=True):
            note.warning = found and self.env._(
                "“%(word)s” hints at this: %(topic)s. Better leave it out, unless the "
                "person asked you to note it.",
                word=found[1],
                topic=found[0].name,
            )

    @api.onchange("text")
    def _onchange_text(self):
        """Warn of sensitive words. Nothing is blocked: the person may have asked."""
        if self.warning:
            return {
                "warning": {
                    "title": self.env._("Sensitive"),
                    "message": self.warning,
                    "type": "notification",
                }
            }
        return None

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [vals | {"author_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Whoever changes the text is its author from then on."""
        if not self.env.su:
            vals = {name: vals[name] for name in vals if name != "author_id"}
            if "text" in vals:
                vals["author_id"] = self.env.uid
                vals.setdefault("date", fields.Date.context_today(self))
        if "review_date" in vals:
            vals = vals | {"reminded": False}
        return super().write(vals)

    def action_still_true(self):
        """Somebody looked at the notes again and they are still true."""
        self.write({"review_date": self._default_review_date()})
        return True
