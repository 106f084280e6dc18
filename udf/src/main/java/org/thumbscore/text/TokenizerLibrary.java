package org.thumbscore.text;

import java.nio.file.Path;
import java.util.Map;

/**
 * Settings that DJL reads from system properties when its native library is first used: the CPU
 * flavour, no downloads, no call home, and a place to unpack that an executor may write to.
 * Properties that are set already are left alone.
 */
final class TokenizerLibrary {
  private static final String UNPACKED_UNDER = "ENGINE_CACHE_DIR";

  private TokenizerLibrary() {}

  static void prepare(Path scratch) {
    Map<String, String> settings =
        Map.of(
            "RUST_FLAVOR",
            "cpu",
            "ai.djl.offline",
            "true",
            "OPT_OUT_TRACKING",
            "true",
            UNPACKED_UNDER,
            scratch.resolve("tokenizers").toAbsolutePath().toString());
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (System.getProperty(setting.getKey()) == null) {
        System.setProperty(setting.getKey(), setting.getValue());
      }
    }
  }

  /** What to say when the library did not load; DJL logs the reason. */
  static String refusal() {
    return "Cannot load the tokenizer's native library, which is unpacked under "
        + System.getProperty(UNPACKED_UNDER)
        + ": it wants Linux with glibc 2.34 or newer; make that directory writable, with 20 MB free and not mounted noexec, or name another"
        + " by -D"
        + UNPACKED_UNDER;
  }
}
