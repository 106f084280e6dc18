package org.thumbscore.pipeline.path;

import java.time.Duration;
import org.thumbscore.encoder.LeasePool;

/** The reader threads of this JVM, shared by its tasks. Thread-safe. */
final class ReaderPool {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final LeasePool<Key, ReaderThreads> SHARED = new LeasePool<>(IDLE);

  private ReaderPool() {}

  private record Key(int readers, Duration timeout) {}

  static LeasePool<?, ReaderThreads>.Lease acquire(ImagePathSettings settings) {
    Key key = new Key(settings.readers(), settings.timeout());
    return SHARED.acquire(key, () -> new ReaderThreads(settings.readers(), settings.timeout()));
  }

  static int leases() {
    return SHARED.leases();
  }
}
