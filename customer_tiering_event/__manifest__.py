{
    "name": "Customer Tiers with Events",
    "summary": "Offer the next event as the training that a tier grants",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "event"],
    "data": [
        "views/customer_tier_benefit_views.xml",
        "views/customer_tier_entitlement_views.xml",
    ],
}
