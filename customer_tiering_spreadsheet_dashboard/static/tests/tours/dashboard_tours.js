import {registry} from "@web/core/registry";

/** The model of the dashboard that is shown, once its figures are there. */
function shown() {
    const {services} = window.odoo.__WOWL_DEBUG__.root.env;
    return services.spreadsheet_dashboard_loader.getActiveDashboard();
}

/** Every evaluated cell: ``[sheet name, position, cell]``. */
function allCells(model) {
    const {getters} = model;
    return getters
        .getSheetIds()
        .flatMap((id) =>
            getters
                .getEvaluatedCells(id)
                .map((cell, place) => [getters.getSheetName(id), place, cell])
        );
}

async function evaluated() {
    const {model} = shown();
    const deadline = Date.now() + 20000;
    const loading = () =>
        allCells(model).some(([, , cell]) => String(cell.value).includes("Loading"));
    while (loading()) {
        if (Date.now() > deadline) {
            throw new Error("The dashboard does not stop loading");
        }
        await new Promise((resolve) => {
            setTimeout(resolve, 100);
        });
    }
    return model;
}

async function refuseErrors() {
    const model = await evaluated();
    const cells = allCells(model);
    if (cells.length < 40) {
        throw new Error(`The dashboard has only ${cells.length} cells`);
    }
    const bad = cells.filter(
        ([, , cell]) => cell.type === "error" || String(cell.value).startsWith("#")
    );
    if (bad.length) {
        const [sheet, place, cell] = bad[0];
        throw new Error(
            `${bad.length} formulas fail, the first one in ${sheet}, number ${place}: ${cell.value} ${cell.message}`
        );
    }
    return model;
}

async function compareWithHome() {
    const model = await refuseErrors();
    const {orm} = window.odoo.__WOWL_DEBUG__.root.env.services;
    const page = await orm.call("customer.tier.home", "get_home", [
        "management",
        false,
    ]);
    const sum = (key) =>
        page.pyramid.reduce((total, line) => total + line[key].value, 0);
    const risk = Object.fromEntries(page.risk.map((part) => [part.key, part]));
    const expected = {
        B2: sum("count"),
        B3: sum("value"),
        B4: risk.risk.value.value,
        C4: risk.risk.count.value,
        B5: risk.falling.value.value,
        C5: risk.falling.count.value,
        B6: risk.quiet.value.value,
        C6: risk.quiet.count.value,
    };
    const sheetId = model.getters.getSheetIds()[1];
    for (const [name, value] of Object.entries(expected)) {
        const col = name.charCodeAt(0) - 65;
        const cell = model.getters.getEvaluatedCell({
            sheetId,
            col,
            row: Number(name.slice(1)) - 1,
        });
        if (Math.abs(cell.value - value) > 0.005) {
            throw new Error(`${name} is ${cell.value}, but Home shows ${value}`);
        }
    }
}

const LOADED = ".o_renderer .o-grid";

registry.category("web_tour.tours").add("customer_tiering_dashboard", {
    url: "/odoo/customer-tier-dashboard",
    steps: () => [
        {
            content: "Every formula has a figure, and those of Home",
            trigger: LOADED,
            run: compareWithHome,
        },
        {
            content: "The pictures are there",
            trigger: ".o-figure canvas",
        },
    ],
});

registry.category("web_tour.tours").add("customer_tiering_dashboard_example", {
    url: "/odoo/customer-tier-dashboard",
    steps: () => [
        {
            content: "An example without errors",
            trigger: LOADED,
            run: refuseErrors,
        },
    ],
});

registry.category("web_tour.tours").add("customer_tiering_dashboard_in_chinese", {
    url: "/odoo/customer-tier-dashboard",
    steps: () => [
        {
            content: "Its texts are Chinese",
            trigger: LOADED,
            run: async () => {
                const model = await refuseErrors();
                const values = allCells(model).map(([, , cell]) => cell.value);
                for (const word of ["等级", "客户", "净销售额"]) {
                    if (!values.includes(word)) {
                        throw new Error(`${word} is missing`);
                    }
                }
                if (values.includes("Net Revenue")) {
                    throw new Error("Net Revenue is not translated");
                }
            },
        },
    ],
});
