"""A background job of a shell inherits an ignored Ctrl-C; the tests press it, so it must work."""

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
