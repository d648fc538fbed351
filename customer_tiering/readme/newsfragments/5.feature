Attacked by RPC, by words and by conditions as portal user, salesperson, accountant and
administrator of another company, as tests. A condition on customers finds only what its
writer may read; nobody moves a record into a company that is not his; wizards are their
owner's; the portal says nothing about sample allowances; the seed of spot checks is for
compliance officers.
