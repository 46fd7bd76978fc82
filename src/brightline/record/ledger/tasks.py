"""Signing a checkpoint each minute in which something was added."""

from procrastinate.contrib.django import app

from brightline.city import queries as city
from brightline.record.ledger import actions


@app.periodic(cron="* * * * *")
@app.task(name="ledger.sign", queue="ledger")
def sign(timestamp: int) -> None:
    """Sign the root of what is there now."""
    actions.sign_checkpoint(city.city().log_origin)
