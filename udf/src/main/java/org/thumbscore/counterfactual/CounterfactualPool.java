package org.thumbscore.counterfactual;

import java.util.function.Supplier;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.runtime.Device;

/** The models of this JVM that write counterfactual texts, shared by its tasks. Thread-safe. */
public final class CounterfactualPool {
  private static final LeasePool<Key, CounterfactualModels> SHARED = LeasePool.ofJvm();

  private CounterfactualPool() {}

  /**
   * The properties by which models are shared.
   *
   * @param device the preferred device; falling back to the CPU does not change the key
   */
  public record Key(String taggerSha256, String maskedSha256, Device device) {}

  /**
   * Acquires a lease on models. The first caller opens them; they are closed after a minute without
   * leases or when the JVM exits.
   */
  public static LeasePool<Key, CounterfactualModels>.Lease acquire(
      Key key, Supplier<CounterfactualModels> opener) {
    return SHARED.acquire(key, opener);
  }

  /** Returns the number of leases held in this JVM. */
  public static int leases() {
    return SHARED.leases();
  }
}
