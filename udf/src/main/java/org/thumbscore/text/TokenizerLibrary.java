package org.thumbscore.text;

import java.nio.file.Path;
import java.util.Map;

/**
 * The system properties that DJL reads when its native library is first used: the CPU flavor, no
 * downloads, no usage tracking, and a directory for unpacking that an executor can write to.
 * Properties that are already set are not changed.
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

  /** Returns the message for a library that failed to load; DJL logs the reason. */
  static String refusal() {
    return "Cannot load the tokenizer's native library, which is unpacked under "
        + System.getProperty(UNPACKED_UNDER)
        + ": it wants Linux with glibc 2.34 or newer; make that directory writable, with 20 MB free and not mounted noexec, or name another"
        + " by -D"
        + UNPACKED_UNDER;
  }
}
