"""The acknowledgement clock, kept by the worker.

The time a page goes on stands in its row. A job is set for that second; should it be lost with its worker, the sweep
each minute takes the step. Both call the same action, which does nothing when it is not yet time.
"""

from procrastinate.contrib.django import app

from brightline.assistance.duty import actions


@app.task(name="duty.escalate", queue="clock")
def escalate() -> None:
    """Take every step that is due."""
    actions.escalate_due()


@app.periodic(cron="* * * * *")
@app.task(name="duty.sweep", queue="clock")
def sweep(timestamp: int) -> None:
    """Each minute: whatever a lost job left undone."""
    actions.escalate_due()
