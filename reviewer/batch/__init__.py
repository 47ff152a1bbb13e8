"""Many clients, one after the other or side by side: each with reports of its own, and one portfolio report over all of them.

``run.run_batch`` is the way in. Nothing is imported here: a worker imports this package too, and should start quickly.
"""
