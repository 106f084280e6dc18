package org.thumbscore.encoder;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.Device;

/** The encoders of this JVM: one for each bundle and device, shared by its tasks. Thread-safe. */
public final class EncoderPool {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final LeasePool<Key, DualEncoder> SHARED = shared();

  private EncoderPool() {}

  /**
   * What makes two encoders the same.
   *
   * @param device the one to try; a fall-back to the CPU does not change the key
   */
  public record Key(
      String bundleSha256,
      Device device,
      List<Precision> precisions,
      int batchSize,
      PreprocessingProfile profile,
      ImageLimits limits) {
    public Key {
      precisions = List.copyOf(precisions);
    }

    /** The key of an encoder that these settings open on this device. */
    public static Key of(String bundleSha256, Device device, EncoderSettings settings) {
      return new Key(
          bundleSha256,
          device,
          settings.precisions(),
          settings.batchSize(),
          settings.profile(),
          settings.imageLimits());
    }
  }

  private static LeasePool<Key, DualEncoder> shared() {
    LeasePool<Key, DualEncoder> pool = new LeasePool<>(IDLE);
    Runtime.getRuntime().addShutdownHook(new Thread(pool::close, "thumbscore-pool-exit"));
    return pool;
  }

  /**
   * A share of the encoder; opened by the first who asks, closed when idle for a minute or at exit.
   */
  public static LeasePool<Key, DualEncoder>.Lease acquire(Key key, Supplier<DualEncoder> opener) {
    return SHARED.acquire(key, opener);
  }

  /** How many shares are held in this JVM, all encoders together. */
  public static int leases() {
    return SHARED.leases();
  }
}
