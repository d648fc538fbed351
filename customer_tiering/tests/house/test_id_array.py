from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...tools.id_array import id_array


@tagged("post_install", "-at_install")
class TestIdArray(TransactionCase):
    """Ids arrive as they are, and the planner knows how many they are."""

    def test_the_ids(self):
        for ids in ([], [7], [2147483647, 3, 3]):
            ((found,),) = self.env.execute_query(SQL("SELECT %s", id_array(ids)))
            self.assertEqual(found, ids)

    def test_the_planner_sees_how_many(self):
        for count in (4, 40_000):
            statement = SQL(
                "EXPLAIN (FORMAT JSON) SELECT UNNEST(%s)", id_array(range(count))
            )
            (((plan,),),) = self.env.execute_query(statement)
            self.assertEqual(plan["Plan"]["Plan Rows"], count)
