"""Mailings that are there stay what they are, and nothing that remains breaks."""

from odoo.tools.sql import column_exists, create_column

# of new mailings they are on
SWITCHES = ("customer_tier_one_each", "customer_tier_hold_back")


def pre_init_hook(env):
    """Mailings from before go on to all their recipients."""
    for switch in SWITCHES:
        if not column_exists(env.cr, "mailing_mailing", switch):
            create_column(env.cr, "mailing_mailing", switch, "bool")
    env.cr.execute(
        "UPDATE mailing_mailing"
        " SET customer_tier_one_each = FALSE, customer_tier_hold_back = FALSE"
    )


def uninstall_hook(env):
    """Take our filters and lists away from Odoo's own records.

    A mailing that is not sent yet keeps its recipients of today, for its filter names
    what goes. Lists are archived: who opted out of them stays known.
    """
    ours = [("customer_tier_company_id", "!=", False)]
    everything = {"active_test": False}
    mailings = env["mailing.mailing"].with_context(**everything)
    for mailing in mailings.search(
        [
            ("state", "in", ("draft", "in_queue", "sending")),
            ("mailing_domain", "like", "customer_tier"),
        ]
    ):
        model = env[mailing.mailing_model_real]
        ids = model.search(mailing._get_recipients_domain()).ids
        mailing.write(
            {"mailing_filter_id": False, "mailing_domain": repr([("id", "in", ids)])}
        )
    lists = env["mailing.list"].with_context(**everything).search(ours)
    lists.active = False
    env["mailing.filter"].with_context(**everything).search(ours).unlink()
