package org.thumbscore.lake.commit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * The holder of an output's lock.
 *
 * @param machine identifies the current boot and the PID namespace of the machine
 * @param pid the process id of the driver
 * @param processStarted when the process started, because process ids are reused
 * @param token a random value unique to this lock, because containers may share run ids and process
 *     ids; null in a file of an older version
 * @param scope the part of the output that the holder may write
 */
record LockHolder(
    @JsonProperty(value = "run_id", required = true) String runId,
    @JsonProperty(value = "host", required = true) String host,
    @JsonProperty(value = "machine", required = true) String machine,
    @JsonProperty(value = "pid", required = true) long pid,
    @JsonProperty(value = "process_started", required = true) String processStarted,
    @JsonProperty("token") String token,
    @JsonProperty("scope") WriteScope scope,
    @JsonProperty(value = "since", required = true) String since) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");
  // Field 22 of proc(5), counted from the one after the command's name.
  private static final int START_FIELD = 19;

  LockHolder {
    scope = scope == null ? WriteScope.WHOLE : scope;
  }

  static LockHolder current(String runId, WriteScope scope) {
    ProcessHandle self = ProcessHandle.current();
    return new LockHolder(
        runId,
        hostName(),
        thisMachine(),
        self.pid(),
        started(self),
        UUID.randomUUID().toString(),
        scope,
        Instant.now().toString());
  }

  /**
   * Returns whether the process is known to have ended. This is never known for another machine.
   */
  boolean isKnownDead() {
    return machine.equals(thisMachine())
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> isSame(process))
            .isEmpty();
  }

  private boolean isSame(ProcessHandle process) {
    // Older versions recorded the time of day.
    boolean timeOfDay = processStarted.contains("T");
    return processStarted.equals(timeOfDay ? startInstant(process) : started(process));
  }

  /**
   * Returns the clock ticks from the boot to the start, which setting the clock does not change.
   */
  private static String started(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The name of the command, in parentheses, may hold anything.
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_FIELD];
    } catch (IOException | RuntimeException e) {
      return startInstant(process);
    }
  }

  private static String startInstant(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /**
   * Returns an identifier that includes the PID namespace, because containers of one machine share
   * its boot but not its processes.
   */
  private static String thisMachine() {
    try {
      return Files.readString(BOOT_ID).strip() + " " + Files.readSymbolicLink(PID_NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return hostName();
    }
  }
}
