import io
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from odoo import api, models
from odoo.tools import SQL

from ...classification import frame as columns

ISSUE_COLUMNS = (
    columns.Column("move_id", "int", None, "document"),
    columns.Column("amount", "float", 0.0, "company currency"),
)


@dataclass(frozen=True)
class Source:
    """One set-based statement and the columns of the customer frame it fills.

    ``sql`` selects ``partner_id`` and the columns by their names, one row per
    customer (the commercial partner), for *all* customers at once. It may be a
    function that makes the statement. An ``optional`` source is read, and its
    statement made, only for schemes that use one of its columns.
    """

    sql: SQL | Callable[[], SQL]
    columns: tuple[columns.Column, ...]
    optional: bool = False

    def statement(self) -> SQL:
        return self.sql() if callable(self.sql) else self.sql


@dataclass(frozen=True)
class Collection:
    """What was read: the customer frame, what could not be counted, the ledger.

    ``issues``  one row per document that could not be counted: ``reason``, ``move_id``,
                ``partner_id``, ``amount``
    ``ledger``  the period's income by journal item, of the same moment (see there)
    """

    frame: pd.DataFrame
    issues: pd.DataFrame
    ledger: pd.DataFrame


class CustomerTierCollector(models.AbstractModel):
    """Reads sales, invoices and leads into a customer frame.

    The number of statements is the number of sources, however many customers there
    are. The statements of this addon's own sources are in the next file.
    """

    _name = "customer.tier.collector"
    _description = "Collector of Customer Figures"

    @api.model
    def _collect(self, scheme, as_of):
        """Read everything ``scheme`` needs as of ``as_of`` (date): a `Collection`."""
        self.env.flush_all()
        # One core, for this transaction: the others are for those who work meanwhile.
        # With them reading is up to a quarter faster, and the slowest saves take twice
        # as long (docs/SCALING.md)
        self.env.cr.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        needed = scheme._collected_columns()
        sources = {
            name: (self._read_frame(source.statement(), source.columns), source.columns)
            for name, source in self._sources(scheme, as_of).items()
            if not source.optional or needed & {c.name for c in source.columns}
        }
        if scheme.group_by:
            source = self._group_source(scheme)
            sources["group"] = (
                self._read_frame(source.sql, source.columns),
                source.columns,
            )
        people = self._read_frame(
            self._population_sql(scheme),
            (columns.Column("pure_vendor", "bool", False, "never a customer"),),
        )
        candidates = columns.assemble(people[columns.CUSTOMER], sources.values())
        vendors = people.sort_values(columns.CUSTOMER)["pure_vendor"].to_numpy()
        frame = self._without_vendors(candidates, vendors)
        issues = self._read_frame(self._issues_sql(scheme, as_of), ISSUE_COLUMNS)
        return Collection(frame, issues, self._read_ledger(scheme, as_of))

    @api.model
    def _without_vendors(self, candidates, vendors):
        """The frame without those ``vendors`` (array) who never bought nor talked."""
        seen = (
            candidates[columns.FIRST_PURCHASE.name].notna()
            | (candidates[columns.CONTACTS.name] > 0)
        ).to_numpy()
        return candidates[seen | ~vendors].reset_index(drop=True)

    @api.model
    def _sources(self, scheme, as_of):
        """Name -> `Source`. Another addon adds an entry, or replaces one, here."""
        purchases = (columns.PURCHASES, columns.FIRST_PURCHASE, columns.LAST_PURCHASE)
        sources = {
            "invoices": Source(
                self._invoices_sql(scheme, as_of), (columns.NET_REVENUE,)
            ),
            "contacts": Source(self._contacts_sql(scheme, as_of), (columns.CONTACTS,)),
            "no_need": Source(self._no_need_sql(scheme), (columns.NO_NEED,)),
        }
        if scheme.purchase_basis == "order":
            sources["orders"] = Source(self._orders_sql(scheme, as_of), purchases)
        else:
            invoices = sources["invoices"]
            sources["invoices"] = Source(invoices.sql, invoices.columns + purchases)
        return sources

    @api.model
    def _read_frame(self, sql, frame_columns):
        """Run ``sql`` and return its rows as a frame of the columns' types.

        By COPY: a million rows come as compact text and never as Python objects.
        """
        cr = self.env.cr
        query = cr.mogrify(sql.code, sql.params).decode()
        buffer = io.StringIO()
        cr.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)", buffer)
        buffer.seek(0)
        dates = [c.name for c in frame_columns if c.kind == "date"]
        kinds = {
            "int": "Int64",
            "float": "float64",
            "bool": "object",
            "text": "object",
        }
        frame = pd.read_csv(
            buffer,
            dtype={columns.CUSTOMER: "Int64"}
            | {c.name: kinds[c.kind] for c in frame_columns if c.kind in kinds},
            parse_dates=dates,
            date_format="%Y-%m-%d",
            keep_default_na=False,
            na_values=[""],
        )
        for column in frame_columns:
            if column.kind == "bool":
                frame[column.name] = frame[column.name] == "t"
        if not frame[columns.CUSTOMER].hasnans:
            frame[columns.CUSTOMER] = frame[columns.CUSTOMER].astype("int64")
        return frame

    # ------------------------------------------------------------ who is a customer

    @api.model
    def _customers(self, scheme):
        """FROM item: to which customer each contact belongs (rule K01).

        Columns ``id`` (any contact) and ``customer_id`` (his commercial partner, or the
        head of his corporate group). Every source goes through it, from the partner of
        the document to the customer.
        """
        if scheme.customer_level == "company":
            return SQL(
                "(SELECT id, commercial_partner_id AS customer_id FROM res_partner)"
            )
        return SQL(
            """(
            WITH RECURSIVE heads AS (
                SELECT id, id AS customer_id FROM res_partner WHERE parent_id IS NULL
                UNION ALL
                SELECT p.id, heads.customer_id
                  FROM res_partner p JOIN heads ON heads.id = p.parent_id
            )
            SELECT id, customer_id FROM heads)"""
        )

    @api.model
    def _population_sql(self, scheme):
        """Commercial partners the scheme may classify, and whether pure vendors.

        Own companies and the partners of internal users never are customers. A vendor
        without any sale or contact is none either; that is known only once the other
        sources are read.
        """
        return SQL(
            """
            SELECT p.id AS partner_id,
                   p.supplier_rank > 0 AND p.customer_rank = 0 AS pure_vendor
              FROM res_partner p
             WHERE %(is_customer)s
               AND p.active
               AND (p.company_id IS NULL OR p.company_id = ANY(%(companies)s))
               AND p.id IN %(matching)s
               AND NOT EXISTS (SELECT FROM res_company c WHERE c.partner_id = p.id)
               AND NOT EXISTS (
                   SELECT FROM res_users u WHERE NOT u.share AND u.partner_id = p.id)
            """,
            is_customer=SQL("p.commercial_partner_id = p.id")
            if scheme.customer_level == "company"
            else SQL("p.parent_id IS NULL"),
            companies=scheme._covered_companies().ids,
            matching=scheme._contacts_query().subselect(),
        )

    @api.model
    def _group_source(self, scheme):
        """The group that each customer is ranked in (rule K20)."""
        key = {
            "user": SQL("p.user_id"),
            "team": SQL(
                "(SELECT MIN(m.crm_team_id) FROM crm_team_member m"
                " WHERE m.active AND m.user_id = p.user_id)"
            ),
            "country": SQL("p.country_id"),
            "state": SQL("p.state_id"),
            # a city is a word: those who write it alike are one
            "city": SQL(
                "CASE WHEN TRIM(p.city) <> '' THEN DENSE_RANK() OVER ("
                "ORDER BY p.country_id, LOWER(TRIM(p.city))) END"
            ),
            "industry": SQL("p.industry_id"),
        }[scheme.group_by]
        return Source(
            SQL(
                "SELECT p.id AS partner_id, %s AS %s FROM res_partner p"
                " WHERE p.id IN (SELECT customer_id FROM %s heads)",
                key,
                SQL.identifier(columns.GROUP.name),
                self._customers(scheme),
            ),
            (columns.GROUP,),
        )
