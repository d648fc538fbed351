Measure customers by revenue, margin, money really paid, punctuality, frequency, rhythm,
returns, referrals, influence and more, or by a weighted score of several. Cut by percent
of customers or of the value, by number, by amounts per month, quarter or year, or by
score, within each team, country, city or industry if you like. Falls come slowly, by
missed evaluations, grace and one step at most; caps keep late payers down; managers set
tiers by hand with a reason and an end.

Every customer reads why he stands where he stands, what is missing to the next tier and
what may be lost. Preview a change before it counts, as of any day; undo the last
evaluation; cross two schemes; follow the migration between two days.

Accountants go from all income in the books to the revenue of the customers, difference
0.00, open the payments behind each figure, and sign.

Set schemes up by three questions, from seven presets or from a file of another company;
see on the form who is a customer, what counts, where the tiers end and how slowly
somebody falls; put a scheme in force with Apply and not before; read every changed
cut-off, criterion and cap in the chatter; and choose how long the history is kept.
Every figure of a customer opens the documents behind it; an evaluation says how many
seconds each stage took.
