"""What any room may use and no room owns: it imports none of them."""
