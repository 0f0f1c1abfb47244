"""Settings, addresses and the processes. Celery's app is loaded so that `send_task` uses its broker everywhere."""
