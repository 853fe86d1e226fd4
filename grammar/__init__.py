"""The Lark grammar of the `.net` language, shipped as data: `netledger.lark`."""
