"""Who runs it all?  Settings, the pipeline, the worker and the commands."""
