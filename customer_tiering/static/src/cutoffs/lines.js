import {sumAt} from "./recount";

/**
 * From a place on the curve to the threshold of a cut, and back.
 *
 * Shares and numbers of one method add up from tier to tier. A line that is dragged
 * moves alone, so the tier below it gives or takes what the tier above takes or gives.
 */

// the smallest change of a share in percent, or of a number of customers
const STEPS = {
    percent_of_customers: 0.1,
    share_of_value: 0.1,
    number_of_customers: 1,
};
const DECIMALS = 1e4;

const last = (list) => list[list.length - 1];
const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
const isShare = (cut) => cut.method in STEPS;

function rounded(value, step) {
    return Math.round(Math.round(value / step) * step * DECIMALS) / DECIMALS;
}

/**
 * A figure with few digits, as a person would choose it.
 *
 * @param {Number} value
 * @param {Number} digits
 * @returns {Number}
 */
function plain(value, digits) {
    const step = 10 ** (Math.floor(Math.log10(value)) + 1 - digits);
    return rounded(value, Math.max(step, 1 / DECIMALS));
}

/** The place at which a cut would end if customers could be split, as on the axis. */
function placeOf(points, cut, end, population) {
    const everybody = last(points.places);
    if (cut.method === "percent_of_customers") {
        return Math.min((population * end.upto) / 100, everybody);
    }
    if (cut.method === "number_of_customers") {
        return Math.min(end.upto, everybody);
    }
    if (cut.method === "share_of_value") {
        return sumAt(
            points.summed,
            points.places,
            (last(points.summed) * end.upto) / 100
        );
    }
    return end.place;
}

/** The sum of thresholds, or the threshold itself, of a line at a place. */
function uptoAt(points, cut, place, population) {
    if (cut.method === "percent_of_customers") {
        return (100 * place) / population;
    }
    if (cut.method === "number_of_customers") {
        return place;
    }
    return (100 * sumAt(points.places, points.summed, place)) / last(points.summed);
}

function thresholdAt(points, cut, place) {
    const index = points.places.findIndex((one) => one >= Math.max(place, 1));
    const least = points.unit;
    const value = Math.max(points.values[index] * points.unit, least);
    return plain(value / cut.times / cut.rate, 3);
}

/**
 * The lines of the picture.
 *
 * @param {Object} points
 * @param {Array} cuts best tier first
 * @param {Array} found the `ends` of these cuts
 * @param {Number} population
 * @returns {Array} {cut, place, upto, low, high} per cut: where it is, and the places
 *     between which it may move
 */
export function linesOf(points, cuts, found, population) {
    const places = cuts.map((cut, index) =>
        placeOf(points, cut, found[index], population)
    );
    return cuts.map((cut, index) => ({
        cut,
        place: places[index],
        upto: found[index].upto,
        low: index ? places[index - 1] : 0,
        high: index + 1 < places.length ? places[index + 1] : last(points.places),
    }));
}

/** The thresholds by which a line takes its new sum and leaves the next one alone. */
function shared(lines, index, upto) {
    const {cut, upto: now} = lines[index];
    const step = STEPS[cut.method];
    const next = lines.slice(index + 1).find((line) => line.cut.method === cut.method);
    const low = now - cut.own + step;
    let high = next ? next.upto - step : Infinity;
    if (cut.method !== "number_of_customers") {
        high = Math.min(high, 100 - step);
    }
    const change = rounded(clamp(rounded(upto, step), low, high) - now, 1 / DECIMALS);
    const result = {[cut.rule]: rounded(cut.own + change, 1 / DECIMALS)};
    if (next) {
        result[next.cut.rule] = rounded(next.cut.own - change, 1 / DECIMALS);
    }
    return result;
}

/**
 * The thresholds that bring a line to a place.
 *
 * @param {Object} points
 * @param {Array} lines
 * @param {Number} index of the line
 * @param {Number} place
 * @param {Number} population
 * @returns {Object} {id of the cut-off: threshold}
 */
export function movedTo(points, lines, index, place, population) {
    const {cut, low, high} = lines[index];
    const there = clamp(place, low, high);
    if (isShare(cut)) {
        return shared(lines, index, uptoAt(points, cut, there, population));
    }
    return {[cut.rule]: thresholdAt(points, cut, there)};
}

/**
 * The thresholds that move a line by so many steps; one to the right takes more
 * customers.
 *
 * @param {Array} lines
 * @param {Number} index of the line
 * @param {Number} steps
 * @returns {Object} {id of the cut-off: threshold}
 */
export function steppedBy(lines, index, steps) {
    const {cut, upto} = lines[index];
    if (isShare(cut)) {
        return shared(lines, index, upto + steps * STEPS[cut.method]);
    }
    const step = Math.max(10 ** (Math.floor(Math.log10(cut.own)) - 1), 1 / DECIMALS);
    return {[cut.rule]: Math.max(rounded(cut.own - steps * step, step), step)};
}
