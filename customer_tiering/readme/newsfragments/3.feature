Set schemes up by three questions, from seven presets or from a file of another company;
see on the form who is a customer, what counts, where the tiers end and how slowly
somebody falls; put a scheme in force with Apply and not before; read every changed
cut-off, criterion and cap in the chatter; and choose how long the history is kept.
