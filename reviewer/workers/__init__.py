"""Work in processes of its own, each task with bounds, so that what one of them does costs that one alone.

``pool.Workers`` is the way in, a ``concurrent.futures.Executor``. Nothing is imported here: a worker imports this package too, and
should start quickly.
"""
