{
    "name": "Customer Tiers in a Referral Tree",
    "summary": "Who brought whom, with the revenue behind",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "web_hierarchy"],
    "data": ["views/res_partner_views.xml"],
}
