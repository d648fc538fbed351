import ast

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

# what a text that is no domain on contacts can end in
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
    """A condition on contacts that a person writes and the engine evaluates.

    The engine may read everything, its writer may not: a condition on a bank account or
    on another company's invoices would sort the customers by what he must not see. So
    fields, models and records behind a contact are read with the writer's rights, by
    whomever it is evaluated. Which contacts there are is the engine's business.
    """

    _name = "customer.tier.written.domain"
    _description = "Condition on Contacts"

    domain = fields.Char(string="Customers", default="[]", required=True, tracking=True)
    # empty: the system wrote it; so a writer may not be deleted, or his would seem so
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
        """The contacts that meet it: a Query; ValidationError if unusable."""
        self.ensure_one()
        # what is being written in a form has no writer yet but the user
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
            # what parses may still compare a date with a word
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
        """Raise AccessError if ``model``'s user may not read a field on the way.

        The ORM checks the columns it reads, not what a field's own search looks at.
        """
        for condition in domain.iter_conditions():
            reached = model
            for name in condition.field_expr.split("."):
                field = reached._fields.get(name)
                if field is None:
                    # what follows is a part of the field: of a date, of properties
                    break
                reached._check_field_access(field, "read")
                if field.relational:
                    reached = reached.env[field.comodel_name]
                    reached.check_access("read")
            if condition.operator in ("any", "not any"):
                self._check_readable(reached, Domain(condition.value))

    def _domain_companies(self):
        """Whose records the condition may be about, the first one at work."""
        raise NotImplementedError
