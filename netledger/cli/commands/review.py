"""`netledger review`: the essential of all reports on one page."""

from typing import Any

import click

from netledger.cli.call import call_of
from netledger.cli.journals import open_ledger
from netledger.cli.options import review_options
from netledger.cli.output import MOST, output_format, refusal, show_diagnostics, show_text, status_of, style_of
from netledger.cli.session import make_config
from netledger.core.config import WrongCall
from netledger.core.periods import PeriodError
from netledger.core.phases import phase
from netledger.render import PAGE_FORMATS, render_page
from netledger.reports.review import review


@click.command("review")
@review_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """Show the essential of all reports on one page; of last month, unless another period is named.

    What happened, whether you went deeper, what it took and brought, where the time went, who is owed, how the garden
    stands, what was promised, and whom to contact next.
    """
    call = call_of(options)
    if (call.period, call.begin, call.end) == (None, None, None):
        call = call._replace(period="last month")
    form = output_format(call)
    if form not in PAGE_FORMATS:
        raise click.BadParameter(f"a page is one of {', '.join(PAGE_FORMATS)}", param_hint="--output")
    ledger = open_ledger(call.file, call.rev)
    config = make_config(call, ledger)
    try:
        with phase("metric"):
            reports, found = review(ledger, config)
    except (WrongCall, PeriodError) as error:
        show_diagnostics(ledger.diagnostics, call.color, most=MOST)
        raise refusal(error) from None
    diagnostics = [*ledger.diagnostics, *found]
    show_diagnostics(diagnostics, call.color, most=MOST)
    name = ledger.titled("Review")
    title = f"{name}, {config.begin or 'from the beginning'} to {config.last}"
    with phase("render"):
        text = render_page(title, reports, form, diagnostics, style_of(call))
    show_text(text, call, ledger)
    return status_of(diagnostics)
