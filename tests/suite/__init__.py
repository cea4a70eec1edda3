"""The test runner: `make test`. Steps in checks.py and suites.py, what they need in tools.py and servers.py."""
