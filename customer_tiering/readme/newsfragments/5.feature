*Refresh This Customer* reads one customer's figures as of now and says which tier they
would give, by the bars of the last evaluation; other code asks the same with
`res.partner._customer_tier_now()`. Nothing is written: the next evaluation decides.
