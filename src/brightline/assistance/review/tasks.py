"""Reading exports, kept by the worker.

An examination's state stands in its row. A job is set when one waits; should it be lost with its worker, the sweep
sets another.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from brightline.assistance.review import actions
from brightline.assistance.review.queries import examinations as queries


@app.task(name="review.read", queue="review", pass_context=True)
def read(context: JobContext) -> None:
    """Read what waits, one export after another."""
    while actions.read_next(going_down=context.should_abort) and not context.should_abort():
        pass


# The sixth field is seconds: a reading that is cut off waits for its worker's silence, not for the minute to be full.
@app.periodic(cron="* * * * * */10")
@app.task(name="review.sweep", queue="review")
def sweep(timestamp: int) -> None:
    """Every ten seconds: whatever a lost worker left undone."""
    actions.hand_back_lost()


@app.periodic(cron="0 * * * *")
@app.task(name="review.watch", queue="review")
def watch(timestamp: int) -> None:
    """Each night at three, in the city's zone: what is new in the watched folder."""
    folder = queries.watched_folder()
    if folder and queries.is_the_hour_to_look():
        actions.look_in_folder(folder)
