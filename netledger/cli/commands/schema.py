"""`netledger schema`: the JSON schemas of what netledger prints."""

import sys

import click

SCHEMAS = {"report": "ReportData", "entries": "EntriesData", "check": "CheckData", "review": "PageData"}
"""Each schema and the type that it is made of."""


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def command(name: str) -> int:
    """Print a JSON schema: of every report's `-O json`, of `print -O json`, of `check --json`."""
    import msgspec  # noqa: PLC0415 - only here

    from netledger.render import data  # noqa: PLC0415

    schema = msgspec.json.schema(getattr(data, SCHEMAS[name]))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"netledger {name}"
    sys.stdout.write(data.encode(schema))
    return 0
