"""Invented companies, people and addresses.

Every name consists of invented parts, so it does not refer to a real company or person.
Each combination is only used once, so no two companies have the same name.
"""

TRADES = {
    "reseller": (
        "Hardware",
        "Builders Supply",
        "Tool Centre",
        "Home & Garden",
        "Fasteners",
        "Trade Counter",
    ),
    "contractor": (
        "Construction",
        "Plumbing",
        "Electrical",
        "Roofing",
        "Joinery",
        "Fit-Out",
        "Groundworks",
    ),
    "industry": (
        "Machine Works",
        "Foundry",
        "Packaging",
        "Boatyard",
        "Furniture",
        "Metal Products",
        "Mill",
    ),
    "facility": (
        "Facility Services",
        "Property Care",
        "Hotels",
        "Campus Services",
        "Warehousing",
    ),
}

STEMS = (
    *("Alderwick", "Amberlow", "Ashbarrow", "Beckmere", "Birchmoor", "Blackfen"),
    *("Bramhollow", "Brindlecote", "Brockhaven", "Calderstow", "Cinderby", "Copdell"),
    *("Corvane", "Cragmont", "Dallowick", "Deepwell", "Drayhurst", "Dunmarrow"),
    *("Eastrigg", "Elmscar", "Emberton", "Fallowmere", "Farrowgate", "Fernhollow"),
    *("Flintmoor", "Foxbarrow", "Garrowby", "Glenharrow", "Grangefell", "Greywether"),
    *("Hallowmere", "Harrowfield", "Hazelrigg", "Heronscar", "Hollinby", "Ironvale"),
    *("Jessamoor", "Kelderby", "Kestrelhay", "Kingsbarrow", "Larchfell", "Lindenmoor"),
    *("Lowmarsh", "Maplecote", "Marrowstone", "Millfarrow", "Mossgate", "Nettlebeck"),
    *("Northcairn", "Oakmarrow", "Oldmere", "Otterhay", "Pebblestow", "Pinehollow"),
    *("Plumrigg", "Quarrymoor", "Quillmore", "Ravensty", "Redcairn", "Ridgeholt"),
    *("Rooksend", "Rowanfell", "Saltmarrow", "Sandharrow", "Silverbeck", "Slatemoor"),
    *("Stonewether", "Stourhollow", "Swanrigg", "Tannerby", "Thistlecote", "Thornmere"),
    *("Tidefarrow", "Umberfield", "Valemoor", "Wainfell", "Walnutmere", "Westcairn"),
    *("Whinmarrow", "Willowscar", "Winterhay", "Wolfmere", "Wrenbarrow", "Yarrowby"),
)

# Country code: share of the customers, legal forms, (city, postal code) pairs.
COUNTRIES = {
    "US": (
        45,
        ("Inc.", "LLC", "Co.", "Corp."),
        (
            *(("Columbus", "43215"), ("Pittsburgh", "15222"), ("Cleveland", "44113")),
            *(("Denver", "80202"), ("Omaha", "68102"), ("Portland", "97204")),
            *(("Richmond", "23219"), ("Albany", "12207"), ("Tulsa", "74103")),
            *(("Boise", "83702"), ("Madison", "53703"), ("Toledo", "43604")),
        ),
    ),
    "CA": (
        10,
        ("Ltd.", "Inc."),
        (("Hamilton", "L8P 1A1"), ("Winnipeg", "R3C 1A3"), ("Calgary", "T2P 1J9")),
    ),
    "GB": (
        8,
        ("Ltd", "plc"),
        (("Sheffield", "S1 2HH"), ("Leeds", "LS1 4AP"), ("Bristol", "BS1 5TR")),
    ),
    "DE": (
        9,
        ("GmbH", "GmbH & Co. KG", "AG"),
        (("Hamburg", "20095"), ("Leipzig", "04109"), ("Dortmund", "44135")),
    ),
    "FR": (4, ("SARL", "SAS"), (("Lille", "59000"), ("Nantes", "44000"))),
    "NL": (5, ("B.V.", "N.V."), (("Utrecht", "3511"), ("Eindhoven", "5611"))),
    "PL": (3, ("Sp. z o.o.",), (("Poznan", "60-101"), ("Gdansk", "80-001"))),
    "MX": (3, ("S.A. de C.V.",), (("Monterrey", "64000"), ("Puebla", "72000"))),
    "AU": (3, ("Pty Ltd",), (("Newcastle", "2300"), ("Geelong", "3220"))),
    "CN": (
        10,
        ("有限公司",),
        (
            *(("宁波", "315000"), ("苏州", "215000"), ("佛山", "528000")),
            *(("青岛", "266000"), ("成都", "610000"), ("温州", "325000")),
            *(("无锡", "214000"), ("东莞", "523000"), ("杭州", "310000")),
        ),
    ),
}

CN_STEMS = (
    *("恒岩", "锐砺", "瀚森", "砺川", "澄垚", "拓垣", "朴筑", "嵘固", "铭砥", "远砾"),
    *("垦石", "昱铸", "泊岚", "笃匠", "衡铆", "霁川", "岑木", "峻铎", "沐垒", "墨砼"),
)
CN_TRADES = {
    "reseller": ("五金工具", "建材商贸", "紧固件"),
    "contractor": ("装饰工程", "机电安装", "建筑工程"),
    "industry": ("机械制造", "家居制造", "包装制品"),
    "facility": ("物业服务", "仓储服务"),
}

FIRST_NAMES = (
    *("Adela", "Anselm", "Bettina", "Bram", "Carlotta", "Cyril", "Delphine", "Edwin"),
    *("Eloise", "Fabian", "Greta", "Hubert", "Imogen", "Jasper", "Katinka", "Leopold"),
    *("Marit", "Ned", "Odette", "Piers", "Quentin", "Rosalind", "Silas", "Tamsin"),
    *("Ulla", "Viggo", "Wendel", "Xenia", "Yorick", "Zelda"),
)
LAST_NAMES = (
    *("Abbershaw", "Balderton", "Corbelling", "Dravenport", "Elverson", "Fennimoor"),
    *("Gatterby", "Hobbleton", "Inglesworth", "Jorrick", "Kettlewick", "Lambourne"),
    *("Mossgrove", "Netherby", "Oxenham", "Pallister", "Quennerby", "Rattenbury"),
    *("Sandilow", "Tresswell", "Underbarrow", "Vennerholm", "Wetherspool", "Yelverby"),
)
CN_LAST = "陈林周吴郑沈韩杨许何"
CN_FIRST = (
    *("砚秋", "亦舟", "若谷", "知远", "清和", "书言"),
    *("景行", "思齐", "望舒", "云帆", "听澜", "牧之"),
)

STREETS = (
    *("Foundry Lane", "Canal Street", "Station Road", "Mill Row", "Quarry Way"),
    *("Harbour Street", "Depot Avenue", "Market Square", "Anvil Close", "Kiln Road"),
)
CN_STREETS = ("锻工路", "运河街", "砖窑路", "码头大道", "工匠路")

FUNCTIONS = (
    *("Purchasing Manager", "Owner", "Site Manager", "Workshop Foreman"),
    *("Accounts Payable", "Buyer", "Operations Director"),
)


class Namer:
    """Returns names from a seeded generator, each name only once."""

    def __init__(self, rng):
        self.rng = rng
        self._taken = set()
        self._countries = [
            code for code, (share, *_rest) in COUNTRIES.items() for _ in range(share)
        ]

    def country(self):
        return self.rng.choice(self._countries)

    def firm(self, country, segment):
        """Return (name, city, zip) of a new company."""
        _share, forms, cities = COUNTRIES[country]
        while True:
            city, zip_code = self.rng.choice(cities)
            if country == "CN":
                stem = self.rng.choice(CN_STEMS)
                name = city + stem + self.rng.choice(CN_TRADES[segment]) + forms[0]
            else:
                stem = self.rng.choice(STEMS)
                trade = self.rng.choice(TRADES[segment])
                name = f"{stem} {trade}"
                # Another legal form alone does not make a different name.
                if name not in self._taken:
                    self._taken.add(name)
                    return f"{name} {self.rng.choice(forms)}", city, zip_code
                continue
            if name not in self._taken:
                self._taken.add(name)
                return name, city, zip_code

    def person(self, country):
        """Return the name of a new person."""
        while True:
            if country == "CN":
                name = self.rng.choice(CN_LAST) + self.rng.choice(CN_FIRST)
            else:
                first = self.rng.choice(FIRST_NAMES)
                name = f"{first} {self.rng.choice(LAST_NAMES)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def street(self, country):
        number = self.rng.randrange(1, 240)
        if country == "CN":
            return f"{self.rng.choice(CN_STREETS)}{number}号"
        return f"{number} {self.rng.choice(STREETS)}"

    def function(self):
        return self.rng.choice(FUNCTIONS)
