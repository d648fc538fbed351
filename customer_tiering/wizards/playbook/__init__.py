from . import customer_playbook_ask
