/**
 * Counts tiers from the points of a curve, with the arithmetic of
 * `classification/curve.py`: ties are never split, no tier exceeds its share, and
 * figures are compared in whole units. A test compares the two.
 *
 * A cut is {tier, method, threshold, times, minimum}: its own threshold, what it is
 * multiplied by, and the ranking value that is asked in addition, or false. Between two
 * points that leave customers out, counts are interpolated and marked as "about".
 */

// thresholds have this many parts
const PARTS = 10000;
// a half that was computed may be slightly below a half
const NOISE = 1e-6;

/**
 * How many items of a sorted list stand before the first that `goes` is false for.
 *
 * @param {Array} list
 * @param {Function} goes true for the items at the start of the list
 * @returns {Number}
 */
function countWhile(list, goes) {
    let low = 0;
    let high = list.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (goes(list[middle])) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/**
 * The least whole number of units that is at or above `asked`.
 *
 * @param {Number} asked
 * @param {Number} unit
 * @returns {Number}
 */
export function reaching(asked, unit) {
    const parts = unit < 1 ? Math.round(1 / unit) : 0;
    const units =
        parts && Math.abs(parts * unit - 1) < 1e-9 ? asked * parts : asked / unit;
    const near = Math.round(units);
    const noise = Math.max(NOISE, 2 * Number.EPSILON * Math.abs(units));
    return Math.abs(units - near) <= noise ? near : Math.ceil(units);
}

/**
 * A share of a whole number, rounded up without the errors of fractions.
 *
 * @param {Number} whole
 * @param {Number} percent with four decimals
 * @returns {Number}
 */
export function capacity(whole, percent) {
    const divisor = 100n * BigInt(PARTS);
    const product = BigInt(whole) * BigInt(Math.round(percent * PARTS));
    return Number((product + divisor - 1n) / divisor);
}

const comparesValues = (cut) => cut.method === "threshold" || cut.method === "score";
const round = (number) => Math.round(number * PARTS) / PARTS;
const last = (list) => list[list.length - 1];

function between(places, index, part) {
    const step = places[index] - places[index - 1];
    return places[index - 1] + Math.floor(step * part + 0.5);
}

function byPlaces({places, dense}, wanted, ties) {
    if (wanted >= last(places)) {
        return [last(places), false];
    }
    const after = countWhile(places, (place) => place <= wanted);
    if (places[after - 1] === wanted) {
        return [wanted, false];
    }
    if (after <= dense) {
        return [places[ties === "up" ? after : after - 1], false];
    }
    return [wanted, true];
}

function bySum({places, summed, dense}, line) {
    if (line <= 0) {
        return [0, false];
    }
    const index = countWhile(summed, (sum) => sum < line);
    if (index <= dense || summed[index] === line) {
        return [places[index], false];
    }
    const part = (line - summed[index - 1]) / (summed[index] - summed[index - 1]);
    return [between(places, index, part), true];
}

function byValue({places, values, dense}, asked) {
    // the first point is that of nobody and has no value
    const index = countWhile(values, (value) => value === null || value >= asked) - 1;
    if (index === places.length - 1 || index < dense || values[index] === asked) {
        return [places[index], false];
    }
    const part = (values[index] - asked) / (values[index] - values[index + 1]);
    return [between(places, index + 1, part), true];
}

function endOf(points, cut, upto, population, ties) {
    if (comparesValues(cut)) {
        return byValue(points, reaching(cut.threshold * cut.times, points.unit));
    }
    if (points.groups === 1 && last(points.places) > 1) {
        // all are equal, so nobody is better
        return [0, false];
    }
    if (cut.method === "share_of_value") {
        return bySum(points, capacity(last(points.summed), upto));
    }
    if (cut.method === "percent_of_customers") {
        return byPlaces(points, capacity(population, upto), ties);
    }
    return byPlaces(points, Math.floor(upto), ties);
}

/**
 * Where each cut ends, best tier first.
 *
 * @param {Object} points
 * @param {Array} cuts
 * @param {Number} population
 * @param {String} ties
 * @returns {Array} {tier, place, about, upto} per cut; `upto` is its
 *     threshold, or the sum of those of its method up to here if they add up
 */
export function ends(points, cuts, population, ties) {
    const above = {};
    return cuts.map((cut) => {
        const better = comparesValues(cut) ? 0 : above[cut.method] || 0;
        const upto = round(better + cut.threshold);
        above[cut.method] = upto;
        const limits = [
            endOf(points, cut, upto, population, ties),
            [points.positive, false],
        ];
        if (cut.minimum) {
            limits.push(byValue(points, reaching(cut.minimum, points.unit)));
        }
        const [place, about] = limits.reduce((least, limit) =>
            limit[0] < least[0] ? limit : least
        );
        return {tier: cut.tier, place, about, upto};
    });
}

/**
 * The sum up to a place, straight between two points.
 *
 * @param {Array} places
 * @param {Array} sums
 * @param {Number} place
 * @returns {Number}
 */
export function sumAt(places, sums, place) {
    const index = Math.min(
        countWhile(places, (one) => one < place),
        places.length - 1
    );
    if (index === 0 || places[index] === place) {
        return sums[index];
    }
    const part = (place - places[index - 1]) / (places[index] - places[index - 1]);
    return sums[index - 1] + part * (sums[index] - sums[index - 1]);
}

/**
 * The customers of each tier and their amounts.
 *
 * @param {Object} points
 * @param {Array} ladder ids of the tiers, best first
 * @param {Array} cuts in the same order, at most one per tier
 * @param {Number} population
 * @param {String} ties
 * @returns {Array} {tier, customers, about, amounts} per tier
 */
export function recount(points, ladder, cuts, population, ties) {
    const found = new Map(
        ends(points, cuts, population, ties).map((end) => [end.tier, end])
    );
    // the last tier takes the rest
    found.set(last(ladder), {place: last(points.places), about: false});
    let before = {place: 0, about: false};
    return ladder.map((tier) => {
        let end = found.get(tier) || before;
        if (end.place < before.place) {
            end = before;
        }
        const amounts = {};
        for (const [name, sums] of Object.entries(points.amounts)) {
            amounts[name] =
                sumAt(points.places, sums, end.place) -
                sumAt(points.places, sums, before.place);
        }
        const part = {
            tier,
            customers: end.place - before.place,
            about: end.about || before.about,
            amounts,
        };
        before = end;
        return part;
    });
}
