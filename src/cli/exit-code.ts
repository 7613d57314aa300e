/** 0 done, 1 the answer is no, 2 wrong use, 3 something outside failed: a file, the disk, Kafka; 129, 130, 143 stopped by SIGHUP, Ctrl-C, SIGTERM. */
export type ExitCode = 0 | 1 | 2 | 3 | 129 | 130 | 143;
