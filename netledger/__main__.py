"""`python -m netledger`."""

from netledger.cli.main import run

if __name__ == "__main__":
    run()
