import {ConnectionLostError} from "@web/core/network/rpc";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {patch} from "@web/core/utils/patch";

patch(PosStore.prototype, {
    setPartnerToCurrentOrder(partner) {
        super.setPartnerToCurrentOrder(...arguments);
        // A contact that was created offline has no number yet
        if (partner && typeof partner.id === "number") {
            this.refreshCustomerTier(this.getOrder(), partner);
        }
    },

    /**
     * Read the chosen customer again: their tier may have changed since the till was
     * opened, and with it their prices. Without a connection, what the till knows
     * stays.
     */
    async refreshCustomerTier(order, partner) {
        const before = partner.property_product_pricelist?.id;
        try {
            await this.data.read("res.partner", [partner.id]);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return;
            }
            throw error;
        }
        if (
            partner.property_product_pricelist?.id !== before &&
            order.getPartner()?.id === partner.id &&
            // What the customer is paying does not change under their hands
            !order.finalized &&
            !order.payment_ids.length
        ) {
            order.updatePricelistAndFiscalPosition(partner);
        }
    },
});
