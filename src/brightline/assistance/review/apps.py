from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "brightline.assistance.review"
    label = "review"

    def ready(self) -> None:
        """Oversight's list of exceptions asks us too; the register itself does not know us."""
        from brightline.assistance.requests import queries as requests
        from brightline.assistance.review.queries.unlogged import exceptions

        requests.tell_of(exceptions)
