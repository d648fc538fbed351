{
    "name": "Stand-in for the launcher's tests",
    "version": "19.0.1.0.0",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "depends": ["base"],
    "data": ["security/ir.model.access.csv"],
}
