import {useChildSubEnv} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {formatMonetary, formatPercentage} from "@web/views/fields/formatters";

/**
 * What the parts of a page may do: show a number, and open what is behind it.
 *
 * @param {Function} page returns the page as the server gave it
 * @param {Function} reload reads it again, after a dialog
 * @returns {Object} also to be found as `env.home` in every part
 */
export function useHomeEnv(page, reload) {
    const action = useService("action");
    const home = {
        open: (what) => action.doAction(what),
        dialog: (what) => action.doAction(what, {onClose: reload}),
        press: ({model, method, id}) =>
            action.doActionButton({
                type: "object",
                name: method,
                resModel: model,
                resId: id,
                context: {},
            }),
        money: (value) => formatMonetary(value, {currencyId: page().currency}),
        short: (value) =>
            formatMonetary(value, {
                currencyId: page().currency,
                humanReadable: true,
                digits: [16, 0],
            }),
        percent: (value) => formatPercentage(value, {digits: [16, 1]}),
    };
    useChildSubEnv({home});
    return home;
}
