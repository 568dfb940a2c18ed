"""The event log: one append-only table that is both the chats' messages and what is replayed to clients."""

from django.db import models


class Stream(models.Model):
    """The counter of a stream: the number of its newest event."""

    id = models.BigIntegerField(primary_key=True)
    head = models.BigIntegerField()


class Entry(models.Model):
    """One event at its place. Written by the writer only, read by `terefere.events.log`."""

    stream = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.BigIntegerField(help_text="Milliseconds since 1970-01-01 UTC.")
    client_id = models.BinaryField(max_length=16, null=True, unique=True)
    author = models.BigIntegerField(help_text="The personal stream of who did it; 0 is the product itself.")
    audience = models.SmallIntegerField()
    body = models.TextField(help_text="The event as JSON.")
    external = models.TextField(  # noqa: DJ001 — nearly always absent, and absent takes no room
        null=True, help_text="The event as requesters see it, where that differs."
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_event_per_place"),
        ]
