"""19.0.1.2.0: which of the gifts on hold the policy holds.

A reason that the policy gave begins with the code of a rule, in every language.
"""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        r"""
        UPDATE customer_gift
           SET held_by_policy = TRUE
         WHERE held AND state = 'proposed' AND hold_reason ~ '^C\d\d\y'
        """
    )
