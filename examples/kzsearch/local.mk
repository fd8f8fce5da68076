# filled by the command
