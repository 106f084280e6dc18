package org.thumbscore.lake.commit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * Who holds an output.
 *
 * @param machine tells this boot of this machine from any other
 * @param pid of the driver, and when it started: a pid is given to another process in time
 * @param token random, of this lock and no other: containers share run ids and pids; null in a file
 *     of an older version
 */
record LockHolder(
    @JsonProperty(value = "run_id", required = true) String runId,
    @JsonProperty(value = "host", required = true) String host,
    @JsonProperty(value = "machine", required = true) String machine,
    @JsonProperty(value = "pid", required = true) long pid,
    @JsonProperty(value = "process_started", required = true) String processStarted,
    @JsonProperty("token") String token,
    @JsonProperty(value = "since", required = true) String since) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  static LockHolder current(String runId) {
    ProcessHandle self = ProcessHandle.current();
    return new LockHolder(
        runId,
        hostName(),
        thisMachine(),
        self.pid(),
        started(self),
        UUID.randomUUID().toString(),
        Instant.now().toString());
  }

  /** Whether the process is known to have ended; one of another machine never is. */
  boolean isKnownDead() {
    return machine.equals(thisMachine())
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> started(process).equals(processStarted))
            .isEmpty();
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** Containers of one machine share its boot, but not their processes. */
  private static String thisMachine() {
    try {
      return Files.readString(BOOT_ID).strip() + " " + Files.readSymbolicLink(PID_NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return hostName();
    }
  }
}
