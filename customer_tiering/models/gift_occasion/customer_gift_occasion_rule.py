import calendar

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...gifting import occasions

MONTHS = [(str(number), calendar.month_name[number]) for number in range(1, 13)]
WEEKDAYS = [(str(number), calendar.day_name[number]) for number in range(7)]
NTH = [
    ("1", "First"),
    ("2", "Second"),
    ("3", "Third"),
    ("4", "Fourth"),
    ("5", "Fifth"),
    ("-1", "Last"),
]
# kind -> fields that its rule consists of, in the order of the rule's arguments
RULES = {
    "fixed": ("month", "day"),
    "weekday": ("month", "weekday", "nth"),
    "easter": ("easter_offset", "easter_church"),
    "lunisolar": ("lunar_month", "lunar_day"),
    "holiday": ("country_id", "holiday_names", "subdivision", "categories", "nth"),
    "months": ("every_months", "anchor"),
    "partner": ("partner_date",),
    "manual": (),
}
OPTIONAL = {"easter_offset", "subdivision", "categories", "nth"}
# changing any of these can move dates
RULE_FIELDS = {"kind", "active", *(name for names in RULES.values() for name in names)}


class CustomerGiftOccasion(models.Model):
    """The rule for the dates of an occasion: one of eight kinds."""

    _inherit = "customer.gift.occasion"

    kind = fields.Selection(
        [
            ("fixed", "The same day every year"),
            ("weekday", "A certain weekday of a month"),
            ("easter", "Days from Easter"),
            ("lunisolar", "Chinese lunar calendar"),
            ("holiday", "Public holiday of a country"),
            ("months", "Every few months"),
            ("partner", "Each customer's own day"),
            ("manual", "Entered manually"),
        ],
        string="Date Rule",
        required=True,
        default="manual",
        tracking=True,
    )
    month = fields.Selection(MONTHS, tracking=True)
    day = fields.Integer(default=1, tracking=True)
    weekday = fields.Selection(WEEKDAYS, tracking=True)
    nth = fields.Selection(
        NTH,
        string="Occurrence",
        default="1",
        tracking=True,
        help="Which of the weekdays in the month, or which of the days of a holiday.",
    )
    easter_offset = fields.Integer(
        string="Days after Easter",
        tracking=True,
        help="0 is Easter Sunday, -2 is Good Friday, 49 is Whit Sunday.",
    )
    easter_church = fields.Selection(
        [(occasions.WESTERN, "Western"), (occasions.ORTHODOX, "Orthodox")],
        string="Church",
        default=occasions.WESTERN,
        tracking=True,
    )
    lunar_month = fields.Integer(
        default=1,
        tracking=True,
        help="Month of the Chinese calendar; leap months do not count. Korea and "
        "Vietnam calculate by their own meridian: choose “Public holiday of a "
        "country” for them.",
    )
    lunar_day = fields.Integer(
        default=1, tracking=True, help="30 means the last day of the month."
    )
    country_id = fields.Many2one("res.country", tracking=True)
    subdivision = fields.Char(
        tracking=True,
        help="Code of the state or province, such as BY for Bavaria. Only needed if "
        "the holiday does not apply to the whole country.",
    )
    categories = fields.Char(
        default="public",
        tracking=True,
        help="Kinds of holiday, separated by commas: public, bank, optional, "
        "unofficial, workday, … as used in the calendar of the country.",
    )
    holiday_names = fields.Text(
        tracking=True,
        help="One name per line, in English where the calendar uses English. "
        "Calendars sometimes rename holidays: any of these names matches.",
    )
    every_months = fields.Integer(string="Months", default=3, tracking=True)
    anchor = fields.Date(string="Starting On", tracking=True)
    partner_date = fields.Selection(
        [("first_purchase", "Anniversary of the first purchase")],
        string="Customer's Own Day",
        tracking=True,
        help="One date per month covers the customers whose day falls in that month.",
    )
    next_days = fields.Char(compute="_compute_next_days")

    @api.constrains(*sorted(RULE_FIELDS))
    def _check_rule(self):
        limits = {
            "day": (1, 31),
            "lunar_month": (1, 12),
            "lunar_day": (1, 30),
            "easter_offset": (-300, 300),
            "every_months": (1, 120),
        }
        for occasion in self:
            for name in RULES[occasion.kind]:
                label = self._fields[name].get_description(self.env)["string"]
                low, high = limits.get(name, (0, 0))
                if name in limits and not low <= occasion[name] <= high:
                    raise ValidationError(
                        self.env._(
                            "“%(occasion)s”: %(field)s is %(value)s; enter a number "
                            "from %(low)s to %(high)s.",
                            occasion=occasion.name,
                            field=label,
                            value=occasion[name],
                            low=low,
                            high=high,
                        )
                    )
                if name not in limits and name not in OPTIONAL and not occasion[name]:
                    raise ValidationError(
                        self.env._(
                            "“%(occasion)s”: %(field)s is empty, and no day can be "
                            "calculated without it.",
                            occasion=occasion.name,
                            field=label,
                        )
                    )

    def _rule(self):
        """The rule of `gifting.occasions`; None while it is incomplete."""
        self.ensure_one()
        names = [name for name in RULES[self.kind or "manual"] if name not in OPTIONAL]
        if not all(self[name] for name in names):
            return None
        match self.kind:
            case "fixed":
                return occasions.FixedDay(int(self.month), self.day)
            case "weekday":
                return occasions.WeekdayOfMonth(
                    int(self.month), int(self.weekday), int(self.nth or 1)
                )
            case "easter":
                return occasions.EasterDay(self.easter_offset, self.easter_church)
            case "lunisolar":
                return occasions.LunisolarDay(self.lunar_month, self.lunar_day)
            case "holiday":
                return occasions.CountryHoliday(
                    self.country_id.code,
                    tuple(filter(None, map(str.strip, self.holiday_names.split("\n")))),
                    (self.subdivision or "").strip() or None,
                    tuple(
                        word.strip()
                        for word in (self.categories or "public").split(",")
                    ),
                    int(self.nth or 1),
                )
            case "months":
                return occasions.EveryMonths(self.every_months, self.anchor)
            case "partner":
                return occasions.PartnerDay()
        return occasions.ByHand()

    @api.depends(*sorted(RULE_FIELDS - {"active"}))
    def _compute_next_days(self):
        """The next three days by the rule, or why there are none."""
        today = fields.Date.context_today(self)
        for occasion in self:
            rule = occasion._rule()
            if rule is None or occasion.kind in ("manual", "partner"):
                occasion.next_days = False
                continue
            try:
                found = occasions.find(rule, today, fields.Date.add(today, years=3))
            except (ValueError, IndexError, KeyError):  # the user is still typing
                occasion.next_days = False
                continue
            texts = [occasion._day_text(day) for day in found.days[:3]]
            if texts:
                occasion.next_days = self.env._("Next: %s.", "; ".join(texts))
            else:
                occasion.next_days = occasion._missing_text(found.missing)

    def _day_text(self, day):
        text = format_date(self.env, day.first, date_format="medium")
        return self.env._("%s (estimated)", text) if day.estimated else text

    def _missing_text(self, missing):
        """A sentence about the years without a date, and what to do."""
        self.ensure_one()
        if not missing:
            return self.env._("No day in the next three years.")
        absence = missing[0]
        years = ", ".join(str(year) for year in sorted({m.year for m in missing}))
        match absence.reason:
            case occasions.NO_SUCH_DAY:
                return self.env._(
                    "There is no such day in %(years)s. Choose another one, or enter "
                    "the date manually.",
                    years=years,
                )
            case occasions.UNKNOWN_PLACE:
                return self.env._(
                    "The calendar has no such country, subdivision or kind of "
                    "holiday (%(detail)s). Correct it, or enter the dates manually.",
                    detail=absence.detail,
                )
            case occasions.NO_DATA:
                return self.env._(
                    "The calendar has no holidays for %(years)s. %(detail)s Enter "
                    "the dates manually.",
                    years=years,
                    detail=absence.detail,
                )
        return self.env._(
            "No holiday of %(years)s has one of these names. The calendar has: "
            "%(detail)s. Add the right name, or enter the date manually.",
            years=years,
            detail=absence.detail,
        )
