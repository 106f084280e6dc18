package org.thumbscore.fetch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** One gate for each host, shared by all tasks of an executor. Thread-safe. */
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
