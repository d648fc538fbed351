Gifts from occasion to register: dates 18 months ahead, budgets by tier and occasion, a
catalogue with suggestions, plans with approval and hold queue, the policy C01 to C25 with
templates, a register nobody can change, delivery lists and labels, yearly sample
allowances on quotations, and comparison groups that tell what gifts bring. Etiquette
warns wherever a gift is chosen, and a contact shows what its budget's caps leave.
