"""What other rooms may ask about set-outs."""

from brightline.resident.collection.queries.calendars import Next as Next
from brightline.resident.collection.queries.calendars import check_days as check_days
from brightline.resident.collection.queries.calendars import coming as coming
from brightline.resident.collection.queries.calendars import next_few as next_few
from brightline.resident.collection.queries.calendars import next_of_each as next_of_each
from brightline.resident.collection.queries.calendars import services as services
from brightline.resident.collection.queries.calendars import set_outs as set_outs
from brightline.resident.collection.queries.changed import changes_since as changes_since
from brightline.resident.collection.queries.coverage import coverage as coverage
