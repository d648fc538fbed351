"""19.0.1.2.0: each check of an evaluation is a record of its own.

The figures of evaluations that were checked before are not kept, for they are gone.
"""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        INSERT INTO customer_tier_evaluation_signature
               (evaluation_id, company_id, state, user_id, date,
                create_uid, create_date, write_uid, write_date)
        SELECT id, company_id, 'valid', checked_by_id, checked_at,
               checked_by_id, checked_at, checked_by_id, checked_at
          FROM customer_tier_evaluation
         WHERE checked_at IS NOT NULL
        """
    )
