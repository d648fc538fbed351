import inspect

from odoo import Command
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..common import AS_OF
from .attack import AttackCase, public_methods

INTERNAL = ("plain", "rival", "accountant", "foreign")
# what a method of ours asks for besides the records
ARGUMENTS = {
    "customer.gift.budget.action_open_cell": (1, 0),
    "customer.gift.budget.action_set_cell": (1, 0, 5.0),
    "mail.activity.action_answer_playbook": (1,),
    "mail.activity.action_playbook_not_useful": ("Mine",),
    "customer.tier.grid.action_open_cell": (-1, -1),
    "customer.tier.migration.action_open_cell": (-1, -1),
    "customer.tier.preview.action_open_cell": (-1, -1),
    "customer.tier.scheme.action_open_benefit_cell": (1, 1),
    "customer.tier.scheme.action_set_benefit_cell": (1, 1, 5.0),
    "customer.tier.standing.action_view_figure": ("net_revenue",),
    "res.partner.action_quote_customer_tier_product": (1,),
    "sale.order.action_add_customer_tier_product": (1,),
    "customer.tier.evaluation.figure.action_view_figure": ("net_revenue",),
    "customer.tier.standing.undo.action_view_figure": ("net_revenue",),
}
# what keeps replaced standings inherits their methods
ARGUMENTS |= {
    name.replace("standing.", "standing.undo."): arguments
    for name, arguments in ARGUMENTS.items()
    if name.startswith("customer.tier.standing.")
}
# of the ORM, tried on every model below
ORM = {"create", "write", "unlink", "copy_data", "default_get"}
MAGIC = {*MAGIC_COLUMNS, "state"}
# deprecated or long, and of no model in particular
SLOW = {
    "read_group",
    "toggle_active",
    "check_access_rights",
    "check_access_rule",
    "check_field_access_rights",
}
# name of a parameter -> what is passed
WORDS = {
    "domain": [],
    "fields": ["display_name"],
    "vals": {"name": "Mine"},
    "values": {"name": "Mine"},
    "groupby": ["create_uid"],
    "aggregates": ["__count"],
    "grouping_sets": [["create_uid"]],
    "field_name": "name",
    "translations": {"en_US": {"Nightingale pyramid": "Mine"}},
    "partner_ids": [1],
    "operation": "write",
}
NAMES = ["display_name"]
SPEC = {"display_name": {}}
# method -> arguments from (ids, a value to write)
GENERIC = {
    "read": lambda ids, vals: [ids],
    "web_read": lambda ids, vals: [ids, SPEC],
    "search": lambda ids, vals: [[("id", "in", ids)]],
    "search_count": lambda ids, vals: [[("id", "in", ids)]],
    "search_read": lambda ids, vals: [[("id", "in", ids)]],
    "web_search_read": lambda ids, vals: [[("id", "in", ids)], SPEC],
    "name_search": lambda ids, vals: ["", [("id", "in", ids)]],
    "web_name_search": lambda ids, vals: ["", SPEC, [("id", "in", ids)]],
    "formatted_read_group": lambda ids, vals: [[], ["create_uid"], ["__count"]],
    "web_read_group": lambda ids, vals: [[], ["create_uid"], ["__count"]],
    "read_progress_bar": lambda ids, vals: [
        [],
        "create_uid",
        {"field": "id", "colors": {}},
    ],
    "export_data": lambda ids, vals: [ids, [".id", *NAMES]],
    "get_metadata": lambda ids, vals: [ids],
    "get_external_id": lambda ids, vals: [ids],
    "copy": lambda ids, vals: [ids],
    "copy_data": lambda ids, vals: [ids],
    "write": lambda ids, vals: [ids, vals],
    "web_save": lambda ids, vals: [ids, vals, SPEC],
    "web_save_multi": lambda ids, vals: [ids, [vals] * len(ids), SPEC],
    "web_resequence": lambda ids, vals: [ids, SPEC, "id"],
    "create": lambda ids, vals: [vals],
    "name_create": lambda ids, vals: ["Mine"],
    "load": lambda ids, vals: [
        [".id", *vals],
        [[str(i), *map(str, vals.values())] for i in ids],
    ],
    "unlink": lambda ids, vals: [ids],
    "action_archive": lambda ids, vals: [ids],
    "action_unarchive": lambda ids, vals: [ids],
    "toggle_active": lambda ids, vals: [ids],
    "onchange": lambda ids, vals: [ids, vals, list(vals), SPEC],
    "message_post": lambda ids, vals: [ids[:1]],
    "message_subscribe": lambda ids, vals: [ids, [1]],
    "message_get_followers": lambda ids, vals: [ids],
    "activity_schedule": lambda ids, vals: [ids],
}


@tagged("post_install", "-at_install")
class TestAttackRpc(AttackCase):
    """Every public method, as everybody who has no business with it.

    Called as the RPC controllers call it; see test_attack_http for the way to there.
    """

    def test_there_is_a_victim_of_every_kind(self):
        self.assertFalse([name for name, found in self.victims.items() if not found])

    def test_every_method_of_ours(self):
        for model in sorted(self.env.registry.models):
            records = self.victims.get(model, self.env[model])
            for method in public_methods(self.env[model], only_ours=True):
                if method in ORM:
                    continue
                name = f"{model}.{method}"
                for role in self.people:
                    for ids in (records.ids[:1], []):
                        self.call(role, model, method, ids, *ARGUMENTS.get(name, ()))
        self.judge("our methods")
        # without records some say so in Python's words; with them nobody does
        self.assertFalse([one for one in self.stopped if "singleton" not in one])

    def test_every_method_of_the_orm(self):
        for model in self.tables():
            ids = self.victims[model].ids[:2]
            vals = self.value_to_write(self.env[model])
            methods = set(public_methods(self.env[model]))
            for method, arguments in GENERIC.items():
                if method not in methods:
                    continue
                # who has not logged in does not even get so far
                for role in self.people.keys() - {"public"}:
                    self.call(role, model, method, *arguments(ids, vals))
        self.judge("the ORM's methods")

    def value_to_write(self, model):
        """One field that is written in the table, with a new value."""
        for field in model._fields.values():
            if field.store and not field.related and field.type in ("char", "text"):
                return {field.name: "Mine"}
        for field in model._fields.values():
            if (
                field.store
                and not field.related
                and field.type in ("float", "monetary")
            ):
                return {field.name: 1.0}
        return {"write_date": "2020-01-01 00:00:00"}

    def test_whatever_else_the_orm_and_the_messages_have(self):
        """All public methods there are, of the models with most to lose."""
        for model in (
            "customer.gift",
            "customer.tier.scheme",
            "customer.tier.standing",
            "customer.tier.statement",
        ):
            ids = self.victims[model].ids
            for method in public_methods(self.env[model]):
                if method in GENERIC or method in SLOW:
                    continue
                arguments = self.arguments(model, method, ids)
                for role in self.people:
                    self.call(role, model, method, *arguments)
        self.judge("all methods of gifts, schemes, standings and statements")

    def arguments(self, model, method, ids):
        """``ids``, unless it is a method of the model, and what it asks for."""
        function = getattr(type(self.env[model]), method)
        arguments = [] if getattr(function, "_api_model", False) else [ids]
        for name, asked in list(inspect.signature(function).parameters.items())[1:]:
            if asked.default is inspect.Parameter.empty and asked.kind in (
                asked.POSITIONAL_ONLY,
                asked.POSITIONAL_OR_KEYWORD,
            ):
                arguments.append(WORDS.get(name, "name"))
        return arguments

    # ------------------------------------------------------------ with foreign ids

    def test_own_wizards_about_victims(self):
        """A wizard of one's own is filled with ids of others, then its buttons."""
        for model in self.tables():
            if not self.env[model]._transient:
                continue
            for role in INTERNAL:
                for method in public_methods(self.env[model], only_ours=True):
                    if method not in ORM:
                        self.attack(
                            role, f"{model}.{method}", self.wizard(model, method)
                        )
                self.attack(role, f"{model}.web_read", self.wizard(model, "web_read"))
        self.judge("wizards about victims")

    def wizard(self, model, method):
        def do(env):
            chosen = {
                "active_model": "customer.tier.standing",
                "active_ids": self.victims["customer.tier.standing"].ids,
            }
            wizards = env(context={**env.context, **chosen})[model]
            wizard = call_kw(wizards, "create", [self.about_victims(env[model])], {})
            if method == "web_read":
                spec = {name: {} for name in env[model].fields_get(attributes=[])}
                return call_kw(env[model], method, [[wizard], spec], {})
            arguments = ARGUMENTS.get(f"{model}.{method}", ())
            return call_kw(env[model], method, [[wizard], *arguments], {})

        return do

    def about_victims(self, model):
        """Values for ``create``: each link to a victim, and whatever is required."""
        values = {}
        for field in model.sudo()._fields.values():
            if not field.store or field.compute or field.name in MAGIC:
                continue
            victims = self.victims.get(field.comodel_name) if field.relational else None
            if victims:
                values[field.name] = (
                    victims[0].id
                    if field.type == "many2one"
                    else [Command.set(victims[:2].ids)]
                    if field.type == "many2many"
                    else []
                )
            elif field.type == "many2one" and field.required:
                values[field.name] = self.chief.id if "user" in field.name else 1
            elif field.required and field.type in ("char", "text"):
                values[field.name] = "Mine"
            elif field.required and field.type in ("date", "datetime"):
                values[field.name] = str(AS_OF)
            elif field.required and field.type == "selection":
                values[field.name] = field.get_values(model.env)[0]
        return {name: value for name, value in values.items() if value != []}

    def test_records_about_victims(self):
        """Made with links to what is others', and read as far as they can be."""
        for model in self.tables():
            if not self.env[model]._transient:
                for role in INTERNAL:
                    self.attack(role, f"{model}.create", self.made_and_read(model))
        self.judge("records about victims")

    def made_and_read(self, model):
        def do(env):
            made = call_kw(env[model], "create", [self.about_victims(env[model])], {})
            env.flush_all()
            env.invalidate_all()
            spec = {name: {} for name in env[model].fields_get(attributes=[])}
            return call_kw(env[model], "web_read", [[made], spec], {})

        return do

    def test_onchange_about_victims(self):
        """What a form fills in by itself, of records that are not there."""
        for model in self.tables():
            for role in self.people:
                self.attack(role, f"{model}.onchange", self.form(model))
        self.judge("forms about victims")

    def form(self, model):
        def do(env):
            values = self.about_victims(env[model])
            spec = {name: {} for name in env[model]._fields}
            return call_kw(env[model], "onchange", [[], values, list(values), spec], {})

        return do
