from odoo.fields import Domain


def boolean_search(operator, value, domain):
    """What the search method of a computed Boolean field returns.

    Odoo asks for ``in [True]`` wherever it can and negates the answer by itself if the
    method does not know ``not in``. What is left is ``in [True, False]``: all records.

    :param domain: function that returns the domain of the records where it is true
    """
    if operator != "in":
        return NotImplemented
    return Domain.TRUE if False in value else domain()
