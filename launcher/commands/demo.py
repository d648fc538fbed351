"""./dev demo: the addon with classified demo data, in a browser.

The server runs in the background until `./dev stop`.  An existing database is used
again; if the addon has changed since then, it is updated first. With `--shop` there is
a store with a till and a web shop beside the wholesaler.
"""

import json
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .. import ports, processes, say
from ..children import end
from ..databases import Databases, own
from ..errors import BadUse, CommandFailed, PortTaken
from ..locks import exclusive
from ..places import SHOP_ADDONS
from ..templates import Templates
from ..workbench import ADDON, Workbench, addon_fingerprint

DEFAULT_PORT = 8019
START_SECONDS = 120
LOGINS = (
    ("Salesperson", "sales"),
    ("Accountant", "accountant"),
    ("Administrator", "admin"),
)
SHOP_LOGINS = (("Cashier", "cashier"), ("Shop's member", "member"))
CLASSIFY = """
env["customer.tier.demo"]._classify()
env.cr.commit()
"""
# Only the demo company of the addon: Odoo's own demo data would be in the way
BUSINESS = """
env["customer.tier.demo"]._install()
env.cr.commit()
"""
# After the wholesaler's: a company of its own
SHOP = """
from odoo.addons.customer_tiering_website_sale.demo.store import (
    open_account, open_shop)
store = env["customer.tier.demo.store"]
if built := store._install():
    # who is best at the till owes nothing online, and gets a gift
    online = built.members[:9:-1]
    open_shop(built.env, built.company, online, built.products)
env.cr.commit()
"""
CLASSIFY_SHOP = """
if built:
    store._classify(built)
    open_account(built.env, built.company)
env.cr.commit()
"""
SET_LANGUAGE = """
language = env["res.lang"].search([("code", "=", %r)])
people = env["res.users"].with_context(active_test=False).search([]).partner_id
(people + people.commercial_partner_id).lang = language.code
if "website" in env:
    env["website"].search([]).write(
        {"language_ids": [(4, language.id)], "default_lang_id": language.id})
env.cr.commit()
"""


def add(parser) -> None:
    parser.add_argument(
        "--port", type=int, default=None, help="port of the server (default: 8019)"
    )
    parser.add_argument("--lang", metavar="zh_CN", help="language of the users")
    parser.add_argument(
        "--fresh", action="store_true", help="create the database again"
    )
    parser.add_argument(
        "--shop",
        action="store_true",
        help="with a second company: a store with a till, a web shop and members",
    )
    parser.add_argument(
        "--foreground",
        action="store_true",
        help="run until Ctrl-C, not in the background",
    )


def run(bench: Workbench, options) -> int:
    with exclusive(bench.places.state / "demo.lock"):
        return Demo(bench, options).run()


class Demo:
    def __init__(self, bench: Workbench, options):
        self.bench, self.options = bench, options
        places = bench.places
        self.pid_file = places.inside("servers") / "demo.json"
        self.facts_file = places.inside("databases") / "demo.json"

    def run(self) -> int:
        begun = time.monotonic()
        language = self.options.lang
        if language and language not in self.bench.odoo_install.languages:
            raise BadUse(
                f"Odoo knows no language {language!r}; use a code such as zh_CN."
            )
        running = processes.running(self.pid_file)
        port = self.options.port or (running or {}).get("port") or DEFAULT_PORT
        if not (running and running["port"] == port) and not ports.is_free(port):
            raise PortTaken(port)
        self.databases = Databases(self.bench)
        self.name = self.databases.called("demo")
        stale = self._stale()
        if running and (stale or running["port"] != port or self.options.foreground):
            with say.step("Odoo: stopping the running server"):
                processes.stop(self.pid_file)
            running = None
        if stale:
            stale()
        if self.options.lang and self._facts().get("lang") != self.options.lang:
            self._speak()
        if not running:
            server = self._serve(port)
        self._welcome(port, time.monotonic() - begun)
        if self.options.foreground:
            self._wait(server)
        return 0

    # The database

    def _facts(self) -> dict:
        try:
            return json.loads(self.facts_file.read_text())
        except (OSError, ValueError):
            return {}

    def _stale(self):
        """The function that makes the database ready, or None if it is ready."""
        facts = self._facts()
        if (
            self.options.fresh
            or self.name not in self.databases.names()
            or facts.get("odoo") != self.bench.odoo_install.identity
            or (self.options.shop and not facts.get("shop"))
        ):
            return self._create
        if facts.get("addon") != self._fingerprint(facts.get("shop")):
            return self._update
        return None

    def _fingerprint(self, shop: bool) -> str:
        """Of the addons in the database; with a shop, those beside other apps too."""
        places = self.bench.places
        alone = addon_fingerprint(places)
        return f"{alone}-{addon_fingerprint(places, *SHOP_ADDONS)}" if shop else alone

    def _create(self) -> None:
        shop = self.options.shop
        template = Templates(self.bench, self.databases).get(
            "shop" if shop else "clean"
        )
        fingerprint = self._fingerprint(shop)
        draft = self.databases.called(own("building_demo"))
        self.facts_file.unlink(missing_ok=True)
        with say.step("Demo database: copying the template"):
            self.databases.drop_abandoned()
            self.databases.copy(template, draft)
        # what is written while customers are classified is in the readers' language
        speak = self._load_language(draft)
        with say.step("Demo database: building and classifying the demo company"):
            # in one Odoo, which takes seconds to start
            self._script(
                draft, BUSINESS + speak + CLASSIFY, "Building the demo company"
            )
        if shop:
            with say.step("Demo database: twelve months of a store"):
                script = SHOP + speak + CLASSIFY_SHOP
                self._script(draft, script, "Building the demo store")
        self.databases.drop(self.name)
        self.databases.rename(draft, self.name)
        self._remember(addon=fingerprint, lang=self.options.lang, shop=shop)

    def _update(self) -> None:
        fingerprint = self._fingerprint(self._facts().get("shop"))
        with say.step("Demo database: updating the changed addon"):
            self._odoo(self.name, ["-u", ADDON], "Updating the addon")
        with say.step("Demo database: classifying the customers"):
            self._script(self.name, CLASSIFY, "Classifying the demo customers")
        self._remember(addon=fingerprint)

    def _odoo(self, name: str, arguments: list, what: str) -> None:
        arguments = ["-d", name, "--stop-after-init", "--no-http", *arguments]
        self.bench.odoo(arguments, what=what, log="demo-install")

    def _speak(self) -> None:
        script = self._load_language(self.name)
        with say.step("Demo database: setting the language of the users"):
            self._script(self.name, script, "Setting the language")
        self._remember(lang=self.options.lang)

    def _load_language(self, name: str) -> str:
        """Load the language that is asked for; the script that everybody gets it by."""
        language = self.options.lang
        if not language:
            return ""
        with say.step(f"Demo database: loading the language {language}"):
            self.bench.odoo(
                ["-d", name, "-l", language],
                command="i18n loadlang",
                what=f"Loading the language {language}",
                log="demo-language",
            )
        return SET_LANGUAGE % language

    def _script(self, name: str, script: str, what: str) -> None:
        self.bench.odoo(
            ["-d", name, "--no-http"],
            command="shell",
            script=script,
            what=what,
            log="demo-script",
        )

    def _remember(self, **facts) -> None:
        identity = self.bench.odoo_install.identity
        draft = self.facts_file.with_suffix(".draft")
        draft.write_text(json.dumps({**self._facts(), "odoo": identity, **facts}))
        draft.replace(self.facts_file)

    # The server

    def _serve(self, port: int) -> subprocess.Popen:
        bench = self.bench
        log = bench.places.inside("servers") / "demo.log"
        become = Path(__file__).parents[1] / "become.py"
        argv = [bench.python, become, self.pid_file, json.dumps({"port": port})]
        argv += bench.odoo_argv(
            ["-d", self.name, "--db-filter", f"^{self.name}$", "--http-port", str(port)]
        )
        with say.step(f"Odoo: starting (log in {log})"), log.open("w") as sink:
            server = subprocess.Popen(
                [str(part) for part in argv],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=bench.env(),
                start_new_session=True,
                # The server marks the environment and the database as in use.
                pass_fds=[bench.in_use.descriptor, bench.cache_in_use.descriptor],
            )
            try:
                self._wait_for_page(server, port, log)
            except BaseException:
                end(server)
                raise
        return server

    def _wait_for_page(self, server, port: int, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if server.poll() is not None:
                break
            try:
                with urllib.request.urlopen(address(port) + "/web/login", timeout=60):
                    return
            except urllib.error.HTTPError as error:
                raise CommandFailed("The login page", error.code, log, []) from error
            except OSError:
                time.sleep(0.2)
        last = log.read_text(errors="replace").splitlines()[-8:]
        if any("Address already in use" in line for line in last):
            raise PortTaken(port)
        raise CommandFailed("Starting Odoo", server.returncode or 0, log, last)

    def _wait(self, server: subprocess.Popen) -> None:
        try:
            server.wait()
        finally:
            with say.step("Odoo: stopping"):
                end(server)
                self.pid_file.unlink(missing_ok=True)

    def _welcome(self, port: int, seconds: float) -> None:
        say.line(f"\nReady after {seconds:.0f} s: {address(port)}/odoo\n")
        logins = (*LOGINS, *SHOP_LOGINS) if self._facts().get("shop") else LOGINS
        for role, login in logins:
            say.line(f"  {role:14} login {login:11} password {login}")
        ending = "Ctrl-C" if self.options.foreground else "./dev stop"
        say.line(f"\nStop the server with {ending}.")


def address(port: int) -> str:
    return f"http://{ports.HOST}:{port}"
