/**
 * Benchmarks of the server and the client library. Each starts the server as a process of its own, drives it with
 * clients of the library in this process, and reads the server's CPU time and memory from {@code /proc}: Linux only.
 * Figures are for comparison within one run.
 */
package parley.bench;
