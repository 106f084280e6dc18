package org.thumbscore.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM's heap holds after a full collection, the most of many looks. */
final class LiveHeap implements Watched.Look, AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** On a busy machine a collection takes long; the job is to do something besides. */
  private static final int PAUSES_FOR_A_LOOK = 4;

  private static final long ENDING_SECONDS = 20;

  private Optional<JMXConnector> connector = Optional.empty();
  private Optional<MemoryMXBean> memory = Optional.empty();
  private List<MemoryPoolMXBean> pools = List.of();
  private long next = System.nanoTime() + PAUSE_NANOS;
  private long most;
  private int looks;

  @Override
  public void at(Process process) throws IOException {
    long start = System.nanoTime();
    if (start - next < 0) {
      return;
    }
    try {
      if (memory.isEmpty()) {
        connect(process.pid());
      }
      memory.get().gc();
      most = Math.max(most, afterCollection());
      looks++;
    } catch (IOException | AttachNotSupportedException | RuntimeException e) {
      // It has not started yet, or is about to end; the number of looks tells.
      if (looks > 0 && !ends(process)) {
        throw new IllegalStateException("Cannot look at the heap of " + process.pid(), e);
      }
    }
    long now = System.nanoTime();
    next = now + Math.max(PAUSE_NANOS, PAUSES_FOR_A_LOOK * (now - start));
  }

  private static boolean ends(Process process) {
    try {
      return process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Without what the job has put there since. */
  private long afterCollection() {
    return pools.stream().mapToLong(pool -> pool.getCollectionUsage().getUsed()).sum();
  }

  @SuppressWarnings("BanJNDI") // the address is that of a process that this test started
  private void connect(long pid) throws IOException, AttachNotSupportedException {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      JMXConnector open =
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      connector = Optional.of(open);
      memory =
          Optional.of(
              ManagementFactory.newPlatformMXBeanProxy(
                  open.getMBeanServerConnection(),
                  ManagementFactory.MEMORY_MXBEAN_NAME,
                  MemoryMXBean.class));
      pools =
          ManagementFactory.getPlatformMXBeans(
                  open.getMBeanServerConnection(), MemoryPoolMXBean.class)
              .stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .filter(pool -> pool.getCollectionUsage() != null)
              .toList();
    } finally {
      machine.detach();
    }
  }

  long most() {
    return most;
  }

  int looks() {
    return looks;
  }

  @Override
  public void close() {
    try {
      if (connector.isPresent()) {
        connector.get().close();
      }
    } catch (IOException e) {
      // The other side has ended.
      connector = Optional.empty();
    }
  }
}
