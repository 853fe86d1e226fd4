"""Text to entries and diagnostics, by the grammar in `grammar/netledger.lark`. Reads no file but that."""
