from . import customer_playbook_start_wizard
