package org.thumbscore.fetch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The gates of all hosts, shared by the tasks of an executor. Thread-safe. */
final class HostGates {
  private final ConcurrentMap<String, HostGate> gates = new ConcurrentHashMap<>();
  private final Politeness politeness;

  HostGates(Politeness politeness) {
    this.politeness = politeness;
  }

  HostGate of(String host) {
    return gates.computeIfAbsent(host, unused -> new HostGate(politeness));
  }
}
