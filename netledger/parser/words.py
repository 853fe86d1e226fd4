"""The keywords, each with an example to show to somebody who got it wrong."""

from netledger.core.entries import MEDIA

ENTRIES: dict[str, str] = {
    **{medium: f'{medium} Alice @Chamber "what it was about"' for medium in MEDIA},
    "intro": "intro Alice Carol` or `intro Dave by Carol",
    "connect": 'connect Alice @Chamber "how it began"',
    "give": 'give Bob 1 ADVICE "pricing his course"',
    "receive": 'receive Bob 1 ADVICE "on hiring"',
    "cost": 'cost @Chamber 250 USD "annual dues"',
    "outcome": "outcome client 4800 USD from Dave @Chamber",
    "promo": 'promo @LinkedIn "my new workshop"',
    "person": 'person Bob "Bob Okafor"',
    "venue": 'venue @Chamber "Chamber of Commerce" org',
    "unit": 'unit ADVICE "a piece of advice"',
    "tag": 'tag #client "my clients"',
    "price": "price HOUR 60.00 USD",
    "close": "close Bob",
    "balance": "balance Carol 0 INTRO",
    "budget": "budget 10 HOUR monthly",
    "state": 'state "status" "looking"',
    "note": 'note Bob "prefers mornings"',
    "document": 'document Bob "letters/bob.pdf"',
    "query": 'query "mentors" "#mentor kind:call"',
    "custom": 'custom "mood" TRUE',
}
"""Each keyword that follows a date, with an example."""

DIRECTIVES: dict[str, str] = {
    "option": 'option "operating_currency" "USD"',
    "plugin": 'plugin "reciprocity"',
    "include": 'include "people/*.net"',
    "pushtag": "pushtag #conference",
    "poptag": "poptag #conference",
    "pushmeta": 'pushmeta source: "diary"',
    "popmeta": "popmeta source:",
}
"""Each keyword that begins a line without a date, with an example."""

DETAILS: dict[str, str] = {
    "give": 'give Bob 1 ADVICE "pricing his course"',
    "receive": 'receive Bob 1 ADVICE "on hiring"',
    "cost": "cost 1h30m 25 USD",
}
"""Each keyword that begins an indented line, with an example."""

WITH_DETAILS = (*MEDIA, "intro", "connect", "give", "receive", "cost", "outcome", "promo")
"""What may have details under it."""

WITH_FLAG = (*MEDIA, "intro", "give", "receive", "cost", "outcome")
"""What may be flagged as pending."""

OTHER_WORDS: dict[str, str] = {
    "event": "declare the place with `venue @PyCon event`; that you were there is `meet @PyCon`",
    "met": "write `meet`",
    "meeting": "write `meet`",
    "coffee": 'write `meet Alice "coffee"`',
    "lunch": 'write `meet Alice "lunch"`',
    "attend": "write `meet @PyCon`",
    "visit": "write `meet @PyCon`",
    "phone": "write `call`",
    "zoom": "write `video`",
    "mail": "write `email`, or `letter` for one on paper",
    "text": "write `message`",
    "chat": "write `message`",
    "sms": "write `message`",
    "dm": "write `message`",
    "introduce": "write `intro`",
    "introduction": "write `intro`",
    "gave": "write `give`",
    "help": "write `give` or `receive`",
    "favor": "write `give` or `receive`",
    "favour": "write `give` or `receive`",
    "got": "write `receive`",
    "take": "write `receive`",
    "spend": "write `cost`",
    "expense": "write `cost`",
    "pay": "write `cost`",
    "txn": "write what happened: `meet`, `give`, `cost` …",
    "open": "write `person` or `venue`",
    "commodity": "write `unit`",
    "pad": "netledger pads nothing: write the `give` or `receive` that is missing",
    "job": "write `outcome job`",
    "client": "write `outcome client`",
    "goal": "write `budget`, or `state` for a phase of life",
    "organisation": "write `venue @Chamber org`",
    "org": "write `venue @Chamber org`",
    "place": "write `venue`",
    "contact": "write `person`, or `connect` with the day that it began",
    "friend": "write `person`, or `connect` with the day that it began",
}
"""What people write for a keyword, with what to write instead."""
