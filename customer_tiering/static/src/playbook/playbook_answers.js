import {Activity} from "@mail/core/web/activity";
import {ActivityMarkAsDone} from "@mail/core/web/activity_markasdone_popover";
import {patch} from "@web/core/utils/patch";

patch(Activity.prototype, {
    /** Why the play was opened, and what the step asks; null for other activities. */
    get playbook() {
        return this.props.activity.customer_playbook || null;
    },
});

patch(ActivityMarkAsDone.prototype, {
    get playbook() {
        return this.props.activity.customer_playbook || null;
    },

    get playbookAnswers() {
        return this.playbook ? this.playbook.answers : [];
    },

    /** Done, with the answer that decides what comes next. */
    async onPlaybookAnswer(answer) {
        const {id, feedback} = this.props.activity;
        await this.finishPlaybook("action_answer_playbook", [[id], answer.id], {
            feedback: feedback || false,
        });
    },

    /** Not useful, because of what stands in the feedback. */
    async onPlaybookNotUseful() {
        const {id, feedback} = this.props.activity;
        await this.finishPlaybook(
            "action_playbook_not_useful",
            [[id], feedback || ""],
            {}
        );
    },

    async finishPlaybook(method, args, options) {
        const {res_id: id, res_model: model} = this.props.activity;
        const thread = this.env.services["mail.store"].Thread.insert({model, id});
        await this.env.services.orm.call("mail.activity", method, args, options);
        if (this.props.close) {
            this.props.close();
        }
        this.props.onActivityChanged(thread);
        await thread.fetchNewMessages();
    },
});
