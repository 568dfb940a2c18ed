"""Puts one process together: which bus, which database, who knows whom. The only place that knows all packages."""

import asyncio
from collections.abc import Callable
from secrets import token_hex

from django.conf import settings

from terefere.chat.commands import ChatContext
from terefere.chat.rosters import Rosters
from terefere.core.clock import utc_now
from terefere.events.batch import BatchRunner
from terefere.events.bus import Bus, MemoryBus
from terefere.events.heads import heads_for_database
from terefere.events.redis_bus import RedisBus
from terefere.events.writer import Finished, Writer
from terefere.gateway.gateway import Gateway, Limits
from terefere.site.settings import SettingsInForce


async def build_gateway(*, failed: Callable[[], None]) -> Gateway:
    """For the running event loop. `failed` is called when the process cannot do its work any longer."""
    context = await asyncio.to_thread(chat_context)
    return Gateway(
        context=context,
        bus=_bus(),
        make_writer=lambda hand_over, died: _writer(context, hand_over, died),
        limits=Limits(settings.FRAMES_PER_SECOND, settings.FRAMES_AT_ONCE),
        failed=failed,
    )


def chat_context() -> ChatContext:
    in_force = SettingsInForce()
    return ChatContext(Rosters(in_force), in_force)


def runner_for(context: ChatContext) -> BatchRunner:
    return BatchRunner(heads=heads_for_database(), invalidate=context.rosters.invalidate)


def _bus() -> Bus:
    if settings.BUS_URL is None:
        return MemoryBus()
    return RedisBus(settings.BUS_URL, origin=token_hex(8))


def _writer(
    context: ChatContext, hand_over: Callable[[Finished], None], died: Callable[[BaseException], None]
) -> Writer:
    return Writer(runner=runner_for(context), clock=utc_now, hand_over=hand_over, died=died)
