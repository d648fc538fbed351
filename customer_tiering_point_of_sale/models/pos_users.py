"""Who works at a till: the group for `groups=`."""

POS_GROUP = "point_of_sale.group_pos_user"
