Classify customers into the pyramid Top, Big, Medium, Small and four lifecycle tiers
from net invoiced revenue, by a scheduled action or at once, and show, filter, group
and sort by tier on contacts, quotations, invoices and opportunities.
