/* global odoo, CASES */
// Runs in the page; the test puts the cases of Python in the place of their name.
(() => {
    const {ends, recount} = odoo.loader.modules.get(
        "@customer_tiering/cutoffs/recount"
    );
    const {linesOf, movedTo} = odoo.loader.modules.get(
        "@customer_tiering/cutoffs/lines"
    );
    const ladder = [1, 2, 3, 4, 5, 6, 7, 8];
    const near = (one, other) =>
        Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(other));
    const fail = (message, details) => {
        throw new Error(`${message}: ${JSON.stringify(details)}`);
    };
    CASES.forEach(({points, cuts, population, ties, expected}, number) => {
        const start = performance.now();
        const parts = recount(points, ladder, cuts, population, ties);
        const took = performance.now() - start;
        if (took > 100) {
            fail("A recount took too long", {number, took});
        }
        parts.forEach(({customers, about, amounts}, place) => {
            const [count, isAbout, revenue] = expected[place];
            if (
                customers !== count ||
                about !== isAbout ||
                !near(amounts.net_revenue, revenue)
            ) {
                fail("Python counts otherwise", {
                    number,
                    place,
                    counted: [customers, about, amounts.net_revenue],
                    expected: expected[place],
                });
            }
        });
        // a line that is dragged leaves the others where they are
        if (!points.positive) {
            return;
        }
        const lines = () =>
            linesOf(points, cuts, ends(points, cuts, population, ties), population);
        const before = lines();
        before.forEach((line, index) => {
            const {low, high} = line;
            const moved = movedTo(points, before, index, (low + high) / 2, population);
            const changed = cuts.map((cut) => {
                const own = moved[cut.rule] ?? cut.own;
                return {...cut, own, threshold: own};
            });
            const after = linesOf(
                points,
                changed,
                ends(points, changed, population, ties),
                population
            );
            after.forEach((one, place) => {
                if (!(one.cut.own > 0)) {
                    fail("A threshold is not above zero", {number, index, moved});
                }
                if (place !== index && !near(one.upto, before[place].upto)) {
                    const isOwn = one.cut.method === line.cut.method;
                    fail("Another line moved", {number, index, place, isOwn, moved});
                }
            });
        });
    });
    console.log("test successful");
})();
