"""Customers, set-based."""

import numpy as np
import pandas as pd

from loader.copying import copy_frame
from loader.prototypes import make_prototypes
from loader.statements import PARTNERS
from loader.tables import drop, insert_like, prototype_table


def load_partners(env, company, partners):
    """Insert customers.

    :param partners: frame with ``name``; optional ``country_id``, ``industry_id``,
        ``user_id`` (ids or missing)
    :return: array of the new ids, in the order of ``partners``
    """
    env.flush_all()
    rows = pd.DataFrame({"name": partners["name"]})
    for name in ("country_id", "industry_id", "user_id"):
        rows[name] = ids_or_missing(partners, name)
    countries = [id_or_none(value) for value in rows["country_id"].unique()]
    made = make_prototypes(env, company, countries)
    prototype_table(
        env.cr,
        "ldr_proto_partner",
        "res_partner",
        [({}, profile.partner) for profile in made.profiles.values()],
    )
    columns = {
        "id": "integer DEFAULT nextval('res_partner_id_seq')",
        "name": "text",
        "country_id": "integer",
        "industry_id": "integer",
        "user_id": "integer",
    }
    copy_frame(env.cr, rows, "ldr_partner", columns)
    insert_like(env.cr, *PARTNERS, "ldr_proto_partner")
    env.cr.execute("SELECT id FROM ldr_partner ORDER BY pos")
    ids = np.array([row[0] for row in env.cr.fetchall()], dtype=int)
    drop(env.cr, "ldr_partner", "ldr_proto_partner")
    env.invalidate_all()
    return ids


def ids_or_missing(frame, name):
    """The column of ids, nullable; missing everywhere if the frame has none."""
    if name not in frame.columns:
        return pd.Series(pd.NA, index=frame.index, dtype="Int64")
    return frame[name].astype("Int64")


def id_or_none(value):
    return None if pd.isna(value) else int(value)
