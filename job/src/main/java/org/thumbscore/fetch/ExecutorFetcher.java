package org.thumbscore.fetch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * The state that the tasks of one run share on an executor: threads, connections, host gates and
 * {@code robots.txt} files. Thread-safe.
 */
final class ExecutorFetcher implements AutoCloseable {
  private static final ConcurrentMap<String, ExecutorFetcher> OPEN = new ConcurrentHashMap<>();

  private final FetchSettings settings;
  private final WebClient client;
  private final HostGates gates;
  private final ImageFetcher fetcher;
  private final ExecutorService threads;

  /**
   * Creates an instance; {@link #close} cancels its requests.
   *
   * @param resolver must be thread-safe
   */
  ExecutorFetcher(FetchSettings settings, HostResolver resolver) {
    this.settings = settings;
    client = WebClients.open(settings, resolver);
    gates = new HostGates(settings.politeness());
    Visits visits = new Visits(client, gates, settings);
    Robots robots = new Robots(new RobotsReader(visits), gates, settings.politeness().userAgent());
    fetcher = new ImageFetcher(settings, visits, robots);
    threads =
        Executors.newFixedThreadPool(
            settings.concurrency(),
            new BasicThreadFactory.Builder()
                .namingPattern("thumbscore-fetch-%d")
                .daemon(true)
                .build());
  }

  /** Returns the instance of the given run, creating it on the first call. */
  static ExecutorFetcher of(String runId, FetchSettings settings) {
    return OPEN.computeIfAbsent(
        runId, unused -> new ExecutorFetcher(settings, HostResolver.SYSTEM));
  }

  /** Closes the instance of the given run, because in local mode the JVM outlives the run. */
  static void closeAll(String runId) {
    ExecutorFetcher open = OPEN.remove(runId);
    if (open != null) {
      open.close();
    }
  }

  ImageFetcher fetcher() {
    return fetcher;
  }

  FetchWindow window() {
    return new FetchWindow(fetcher, gates, settings, threads);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}
