package org.thumbscore.encoder;

import java.util.List;
import java.util.function.Supplier;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.Device;

/**
 * The encoders of this JVM, one for each bundle, device and settings, shared by its tasks.
 * Thread-safe.
 */
public final class EncoderPool {
  private static final LeasePool<Key, DualEncoder> SHARED = LeasePool.ofJvm();

  private EncoderPool() {}

  /**
   * The properties by which encoders are shared.
   *
   * @param device the preferred device; falling back to the CPU does not change the key
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

    /** Returns the key of the encoder that these settings open on this device. */
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

  /**
   * Acquires a lease on an encoder. The first caller opens the encoder; it is closed after a minute
   * without leases or when the JVM exits.
   */
  public static LeasePool<Key, DualEncoder>.Lease acquire(Key key, Supplier<DualEncoder> opener) {
    return SHARED.acquire(key, opener);
  }

  /** Returns the number of leases held in this JVM on all encoders together. */
  public static int leases() {
    return SHARED.leases();
  }
}
