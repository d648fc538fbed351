"""Three groups of the wholesaler's customers, each with somebody who looks after it."""

MODULE = "customer_tiering"
# group -> days between two announcements
GROUPS = {
    "customer_group_intention": 30,
    "customer_group_ordinary": 60,
    "customer_group_elite": 90,
}


def create_groups(env, company):
    """Switch the shipped groups on, once; ``env`` is the superuser's."""
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    moderator = env.ref(f"{MODULE}.demo_user_sales", raise_if_not_found=False)
    groups = env["customer.group"]
    for name in GROUPS:
        groups |= env.ref(f"{MODULE}.{name}", raise_if_not_found=False) or groups
    if not scheme or not scheme.last_evaluation_id or any(groups.mapped("active")):
        return False
    for group, days in zip(groups, GROUPS.values(), strict=False):
        group.write(
            {
                "scheme_id": scheme.id,
                "active": True,
                "moderator_id": moderator.id if moderator else False,
                "announce_days": days,
                "next_announcement": scheme._today(),
            }
        )
    groups._plan_announcements()
    return bool(groups)
