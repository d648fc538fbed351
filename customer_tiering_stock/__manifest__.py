{
    "name": "Customer Tiers in Inventory",
    "summary": "Deliveries to customers of a good tier come first",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "stock"],
}
