from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .customer_gift import END

SEQUENCE = "customer.gift.register"
# Only code of this server can hold it: what comes by RPC is JSON
ENGINE = object()
ENGINE_KEY = "customer_gift_engine"
# what the register fills in by itself
ENGINE_FIELDS = (
    "number",
    "register_date",
    "registered_by_id",
    "after_the_fact",
    "keep_until",
    "corrects_id",
    "correction_reason",
    "corrected",
    "partner_name",
    "recipient_name",
    "recipient_function",
    "pseudonym_id",
)
# on the contact, when the policy's part of the addon puts it there
OFFICIAL = "customer_tier_official"
# of an entry made after the fact nobody may say that it had been approved
APPROVAL_FIELDS = ("approver_id", "approved_on")


class CustomerGift(models.Model):
    """The register: gifts that have come to an end, numbered and never changed.

    The lock is in the ORM, which every screen, import, RPC call and server action on
    records goes through, also as superuser. There is no trigger in the database: who
    can run SQL could drop it too, it would stand in the way of the merge of contacts
    and of what a recomputation stores, and its function would outlive an uninstall.
    """

    _inherit = "customer.gift"

    # A deleted user must not leave a hole in what he gave
    user_id = fields.Many2one(ondelete="restrict")
    approver_id = fields.Many2one(ondelete="restrict")

    register_date = fields.Datetime(
        string="Entered on", readonly=True, copy=False, index="btree_not_null"
    )
    registered_by_id = fields.Many2one(
        "res.users",
        string="Entered by",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    after_the_fact = fields.Boolean(
        readonly=True,
        copy=False,
        help="Given first and entered later, so nobody had approved it.",
    )
    keep_until = fields.Date(
        readonly=True,
        copy=False,
        help="Until then the line must be kept. It is never deleted; after that day "
        "its recipient can be made unrecognisable.",
    )

    # As they were on the day of entry: the register reads the same years later
    partner_name = fields.Char(string="Customer's Name", readonly=True, copy=False)
    recipient_name = fields.Char(string="Recipient's Name", readonly=True, copy=False)
    recipient_function = fields.Char(string="Function", readonly=True, copy=False)
    is_official = fields.Selection(
        [("unknown", "Unknown"), ("no", "No"), ("yes", "Yes")],
        string="Public Official",
        help="Whether the recipient was a public official at that time.",
    )
    open_tender = fields.Boolean(
        help="A tender, negotiation or dispute was open with the customer."
    )
    conflict_note = fields.Char(
        string="Conflict of Interest",
        help="What could look like a conflict of interest, and how it was dealt with.",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        help="Where the cost is posted.",
    )
    received_use = fields.Selection(
        [
            ("kept", "Kept"),
            ("shared", "Shared with colleagues"),
            ("passed_on", "Passed on"),
            ("returned", "Returned"),
        ],
        string="What Became of It",
        copy=False,
        help="What was done with a gift that we received.",
    )

    corrects_id = fields.Many2one(
        "customer.gift",
        string="Takes the Place of",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    corrects_number = fields.Char(related="corrects_id.number")
    correction_ids = fields.One2many("customer.gift", "corrects_id", readonly=True)
    correction_reason = fields.Char(readonly=True, copy=False)
    # Stored, so that sums and filters of thousands need no look at other lines
    corrected = fields.Boolean(
        compute="_compute_corrected",
        store=True,
        copy=False,
        help="A later line has taken its place. Only the latest counts in sums.",
    )

    _number_unique = models.Constraint(
        "UNIQUE(company_id, number)",
        "This number is in the register already. Set the next number of the sequence "
        "“Gift register” higher.",
    )

    @api.depends("correction_ids")
    def _compute_corrected(self):
        for gift in self:
            gift.corrected = bool(gift.correction_ids)

    # ------------------------------------------------------------ the lock

    def _as_engine(self):
        """These gifts for code that may write into the register. Never hand it on."""
        return self.with_context(**{ENGINE_KEY: ENGINE})

    def _is_engine(self):
        return self.env.context.get(ENGINE_KEY) is ENGINE

    def _refuse_if_registered(self):
        for gift in self.sudo():
            if gift.state in END:
                raise UserError(
                    self.env._(
                        "“%(number)s” (%(customer)s) is in the register, where nothing "
                        "is changed or deleted. Press “Correct” on it to enter a line "
                        "that takes its place.",
                        number=gift.number or gift.display_name,
                        customer=gift.partner_id.display_name,
                    )
                )

    def _refuse_engine_fields(self, names):
        forged = [name for name in ENGINE_FIELDS if name in names]
        if forged:
            raise UserError(
                self.env._(
                    "“%(field)s” is filled in by the register itself. Leave it out.",
                    field=self._fields[forged[0]]._description_string(self.env),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        gifts = super().create(vals_list)
        if self._is_engine():
            return gifts
        entered = gifts.filtered(lambda gift: gift.state in END)
        # looked for in what was made, for defaults can come with the context
        self._refuse_engine_fields(
            {name for name in ENGINE_FIELDS if any(gifts.mapped(name))}
        )
        if (
            entered
            and not self.env.su
            and any(map(any, map(entered.mapped, APPROVAL_FIELDS)))
        ):
            raise UserError(
                self.env._(
                    "A gift entered after the fact was not approved. Leave out who "
                    "approved it, and when."
                )
            )
        approved = entered.filtered("approved_on")
        approved._enter_register()
        (entered - approved)._enter_register(after_the_fact=True)
        return gifts

    def write(self, vals):
        if self._is_engine():
            return super().write(vals)
        if not set(vals) <= self._register_mail_fields():
            self._refuse_if_registered()
        self._refuse_engine_fields(vals)
        if vals.get("state") not in END:
            return super().write(vals)
        unapproved = self.filtered(lambda gift: gift.state == "proposed")
        if vals["state"] == "declined":
            unapproved = self.browse()
        result = super().write(vals)
        (self - unapproved)._enter_register()
        unapproved._enter_register(after_the_fact=True)
        return result

    def unlink(self):
        module = self.env["ir.module.module"].sudo()._get("customer_tiering")
        if module.state != "to remove":
            self._refuse_if_registered()
        return super().unlink()

    @api.model
    def _register_mail_fields(self):
        """Messages, followers, activities: other tables, which stay usable."""
        names = {*self.env["mail.thread"]._fields}
        names |= {*self.env["mail.activity.mixin"]._fields}
        return names - {"id", "display_name", *models.MAGIC_COLUMNS}

    # ------------------------------------------------------------ entry

    def _enter_register(self, after_the_fact=False):
        """Number the gifts that have come to an end, and close them for good.

        A statement per company, however many gifts. Those that have a number are left
        alone, so it may be called twice.
        """
        gifts = self.filtered(lambda gift: gift.state in END and not gift.number)
        if not gifts:
            return
        engine = gifts._as_engine()
        if after_the_fact:
            # judged and stored as any other, but nothing keeps it off the books
            engine._check_policy()
        self.env.flush_all()
        for company, own in (
            gifts.sorted(lambda gift: (gift.date, gift.id))
            .grouped("company_id")
            .items()
        ):
            self.env.cr.execute(own._register_sql(company, after_the_fact))
        gifts.invalidate_recordset()

    def _register_sql(self, company, after_the_fact):
        """Close these gifts of ``company``: number, who and when, names of the day."""
        today = fields.Date.context_today(self)
        partner = self.env["res.partner"]
        official = SQL("NULL")
        if OFFICIAL in partner._fields and partner._fields[OFFICIAL].store:
            official = SQL(
                "COALESCE(%s, %s)",
                *(SQL.identifier(alias, OFFICIAL) for alias in ("r", "p")),
            )
        shown = self.env["customer.tier.scheme"].sudo()._shown_ids(company.id)
        return SQL(
            """
            UPDATE customer_gift g
               SET number = n.number,
                   register_date = %(now)s, registered_by_id = %(user)s,
                   write_date = %(now)s, write_uid = %(user)s,
                   after_the_fact = %(late)s AND g.direction = 'given',
                   keep_until = %(keep_until)s,
                   partner_name = COALESCE(p.complete_name, p.name),
                   recipient_name = COALESCE(
                       r.name, g.recipient_name, p.complete_name, p.name),
                   recipient_function = COALESCE(r.function, g.recipient_function),
                   is_official = COALESCE(g.is_official, %(official)s, 'unknown'),
                   open_tender = COALESCE(g.open_tender, FALSE) OR COALESCE(
                       g.findings::jsonb @> '[{"code": "C08"}]', FALSE),
                   scheme_id = COALESCE(g.scheme_id, s.scheme_id),
                   tier_id = COALESCE(g.tier_id, s.tier_id)
              FROM UNNEST(%(ids)s, %(numbers)s) n (id, number)
              JOIN customer_gift own ON own.id = n.id
              JOIN res_partner p ON p.id = own.partner_id
              LEFT JOIN res_partner r ON r.id = own.contact_id
              LEFT JOIN customer_tier_standing s
                     ON s.partner_id = p.commercial_partner_id
                    AND s.scheme_id = COALESCE(own.scheme_id, %(shown)s)
             WHERE g.id = n.id
            """,
            now=self.env.cr.now(),
            user=self.env.uid,
            late=after_the_fact,
            keep_until=today + relativedelta(years=company.customer_gift_keep_years),
            official=official,
            ids=self.ids,
            numbers=self._register_numbers(company, len(self)),
            shown=shown[0] if shown else None,
        )

    @api.model
    def _register_numbers(self, company, count):
        """The next ``count`` numbers of ``company``, in one query."""
        sequence = self._register_sequence(company)
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _place in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM GENERATE_SERIES(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for (number,) in rows]

    @api.model
    def _register_sequence(self, company):
        """The company's own counter, made when it enters its first gift.

        It has an external id, so that an uninstall takes it along.
        """
        sequences = self.env["ir.sequence"].sudo()
        found = sequences.search(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        )
        if found:
            return found
        made = sequences.create(
            {
                "name": self.env._("Gift register of %s", company.name),
                "code": SEQUENCE,
                "company_id": company.id,
                "prefix": "GIFT/%(year)s/",
                "padding": 5,
            }
        )
        self.env["ir.model.data"].sudo()._update_xmlids(
            [
                {
                    "xml_id": f"customer_tiering.gift_register_sequence_{company.id}",
                    "record": made,
                    "noupdate": True,
                }
            ]
        )
        return made
