"""A day after the update: a script for the `odoo shell` of the version of now."""

import json

from odoo.exceptions import UserError

env = env(user=env.ref("base.user_admin"))  # noqa: F821 (the shell's)
env.user.group_ids += env.ref("customer_tiering.group_customer_tier_admin")
pyramid = env["customer.tier.scheme"].sudo().search([("name", "=", "Test scheme")])
env.user.company_ids += pyramid.company_id
env = env(context={"allowed_company_ids": pyramid.company_id.ids})
pyramid = pyramid.with_env(env)
went_on = {}


def ladder():
    """Who stands where: customer, tier, rank, value."""
    env.flush_all()
    env.cr.execute(
        "SELECT partner_id, tier_id, rank, net_revenue::text"
        " FROM customer_tier_standing WHERE scheme_id = %s ORDER BY partner_id",
        [pyramid.id],
    )
    return env.cr.fetchall()


def read_all():
    """Every field of every record, computed ones as well."""
    for name, model in env.registry.items():
        if name.startswith(("customer.tier", "customer.gift")) and model._auto:
            env[name].sudo().with_context(active_test=False).search([]).read()


read_all()
went_on["public names"] = {
    tier.code: tier.public_name for tier in env["customer.tier"].search([])
}
gifts = env["customer.gift"]
went_on["photos"] = [
    [gift.id, gift.proof.decode()] for gift in gifts.search([("proof", "!=", False)])
]
try:
    pyramid.last_evaluation_id.action_undo()
    went_on["undone"] = ladder()
except UserError as error:
    went_on["undone"] = str(error)

# the scheduled actions were kept as they are, and call what there still is
went_on["before"] = ladder()
# each of them works in a transaction of its own
env.cr.commit()
for action in (
    env["ir.model.data"]
    .sudo()
    .search([("module", "=", "customer_tiering"), ("model", "=", "ir.cron")])
):
    env["ir.cron"].sudo().browse(action.res_id).method_direct_trigger()
env.cr.rollback()
env.invalidate_all()
went_on["evaluated"] = ladder()
pyramid.last_evaluation_id.action_undo()
went_on["again undone"] = ladder()

gift = gifts.search([("description", "=", "To be approved")])
manager = env["res.users"].search([("login", "like", "tiering_manager_")])
gift.with_user(manager).action_approve()
went_on["approved"] = gift.state
gift.tracking_number = "NL1"
gift.with_user(manager).action_give()
went_on["number"] = int(gift.number.rpartition("/")[2])
env.cr.commit()
print("WENT_ON", json.dumps(went_on))
