"""The scaling of the whole job: its rate by cores, executors, rows and directories, and its memory."""
