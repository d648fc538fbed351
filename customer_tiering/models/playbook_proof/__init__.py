"""What playbooks bring: customers with a playbook beside those that were left alone.

It owns the measured results. It reads the ledger of the plays, which says who the draw
left alone, and uses the statistics of `gifting`.
"""

from . import customer_playbook_proof
from . import customer_playbook
