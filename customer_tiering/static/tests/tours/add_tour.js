import {registry} from "@web/core/registry";

// Milliseconds. Odoo's ten seconds for a step are not enough for the first pages of a
// server that has just started on a busy machine.
const PATIENCE = 30000;

/** Register a tour whose steps wait up to `PATIENCE`, unless they say otherwise. */
export function addTour(name, tour) {
    const steps = () => tour.steps().map((step) => ({timeout: PATIENCE, ...step}));
    registry.category("web_tour.tours").add(name, {...tour, steps});
}
