/**
 * What the customers of each tier cost, within what a tier and all tiers get at most.
 *
 * @param {Object} cost as `get_cutoffs` returns it
 * @param {Array} parts the tiers as `recount` counts them
 * @returns {Object} {id of a tier: amount}
 */
export function costsOf(cost, parts) {
    const result = {};
    let whole = 0;
    for (const part of parts) {
        const rule = cost.tiers[part.tier];
        let amount = 0;
        if (rule) {
            amount = rule.column
                ? part.amounts[rule.column]
                : rule.each * part.customers;
            if (rule.ceiling !== false) {
                amount = Math.min(amount, rule.ceiling);
            }
        }
        result[part.tier] = amount;
        whole += amount;
    }
    if (cost.ceiling !== false && whole > cost.ceiling) {
        for (const tier of Object.keys(result)) {
            result[tier] *= cost.ceiling / whole;
        }
    }
    return result;
}
