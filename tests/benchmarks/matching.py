"""How long one need takes among 10,000 open offers, and what keeping them costs; a city of its own in memory."""

from importlib import import_module

import django


def main() -> None:
    django.setup()
    import_module("tests.benchmarks.network").measure()  # its models can be read only now


if __name__ == "__main__":
    main()
