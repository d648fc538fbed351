{
    "name": "Customer Tiers with Mail Groups",
    "summary": "Keep the members of a mail group in step with a group of customers",
    "version": "19.0.1.2.0",
    "category": "Marketing",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "mail_group"],
    "data": [
        "security/ir.model.access.csv",
        "views/customer_group_views.xml",
    ],
}
