from . import test_shop_cart
from . import test_shop_cart_playbook
from . import test_shop_consultations
from . import test_shop_leaks
from . import test_shop_prices
from . import test_shop_reviews
from . import test_shop_tours
from . import test_shop_words
