import ast

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ...tools.groups import PROFILE_GROUP

# errors of a text that is not a valid domain on contacts
UNUSABLE = (
    AccessError,
    AttributeError,
    MemoryError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)


class CustomerTierWrittenDomain(models.AbstractModel):
    """A condition on contacts that a user writes and the engine evaluates.

    The engine can read everything, but the author of the condition cannot. A condition
    on a bank account or on invoices of another company would sort the customers by data
    that the author must not see. So fields, models and records behind a contact are
    always read with the rights of the author, whoever evaluates the condition. The
    contacts themselves are read with the rights of the engine.
    """

    _name = "customer.tier.written.domain"
    _description = "Condition on Contacts"

    domain = fields.Char(string="Customers", default="[]", required=True, tracking=True)
    # empty if the system wrote the condition. An author cannot be deleted, because
    # their conditions would seem to be written by the system
    domain_user_id = fields.Many2one(
        "res.users",
        string="Condition Written by",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="The condition only finds records that this user may read.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        writer = self._writer_id()
        return super().create([vals | {"domain_user_id": writer} for vals in vals_list])

    def write(self, vals):
        vals = {name: vals[name] for name in vals if name != "domain_user_id"}
        if "domain" in vals:
            vals["domain_user_id"] = self._writer_id()
        return super().write(vals)

    @api.model
    def _writer_id(self):
        return self.env.uid != SUPERUSER_ID and self.env.uid

    @api.constrains("domain")
    def _check_domain(self):
        for record in self:
            record._contacts_query()

    def _contacts_query(self):
        """Query of the contacts that meet the condition; ValidationError if invalid."""
        self.ensure_one()
        # while it is edited in a form, the author is the current user
        writer = self._origin.domain_user_id if self == self._origin else self.env.user
        contacts = self.env["res.partner"]
        if writer and writer.id != SUPERUSER_ID:
            own = writer.sudo().company_ids
            companies = self._domain_companies() & own or own
            contacts = contacts.with_user(writer).with_context(
                allowed_company_ids=companies.ids
            )
        try:
            domain = Domain(ast.literal_eval(self.domain))
            domain.validate(contacts)
            self._check_readable(contacts, domain)
            # a valid domain can still compare a date with a word
            return contacts._search(domain, bypass_access=True)
        except UNUSABLE as error:
            raise ValidationError(
                self.env._(
                    "The customers of “%(name)s” cannot be found with %(domain)s: "
                    "%(error)s. Select them again in the filter editor.",
                    name=self.name,
                    domain=self.domain,
                    error=error,
                )
            ) from error

    @api.model
    def _check_readable(self, model, domain):
        """Raise AccessError if ``model``'s user may not read a field of ``domain``.

        The ORM checks the columns that it reads, but not what the search method of a
        field looks at.
        """
        for condition in domain.iter_conditions():
            reached = model
            for name in condition.field_expr.split("."):
                field = reached._fields.get(name)
                if field is None:
                    # the next name is a part of the field, as of a date or of
                    # properties
                    break
                reached._check_field_access(field, "read")
                if PROFILE_GROUP in (field.groups or "").split(","):
                    raise AccessError(
                        self.env._(
                            "what is noted about people sorts no customers "
                            "(“%(field)s”)",
                            field=field._description_string(self.env),
                        )
                    )
                if field.relational:
                    reached = reached.env[field.comodel_name]
                    reached.check_access("read")
            if condition.operator in ("any", "not any"):
                self._check_readable(reached, Domain(condition.value))

    def _domain_companies(self):
        """The companies whose records the condition can use, the main one first."""
        raise NotImplementedError
