Classify customers into the pyramid Top, Big, Medium, Small and four lifecycle tiers
from net invoiced revenue, by a scheduled action or at once, and show, filter, group
and sort by tier on contacts, quotations, invoices and opportunities. Preview
changed settings before they count, as of today or a past day, undo the last evaluation,
and see who moved between two days and how two schemes cross.
