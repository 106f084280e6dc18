package org.thumbscore.cli;

import org.apache.hadoop.security.AccessControlException;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.model.BundleException;
import org.thumbscore.quality.CalibrationException;
import org.thumbscore.runtime.EncoderException;

/** How a command ended, as its caller learns it. */
enum ExitCode {
  DONE(0),
  /** Nothing that the user did explains it. */
  BUG(1),
  /** Arguments, config, paths or columns. */
  USAGE(2),
  /** Rows were lost, or too many rejected. */
  GATE(3),
  /** No bundle, no device, no permission. */
  ENVIRONMENT(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Of one exception, its causes not considered. */
  static ExitCode of(Throwable thrown) {
    if (thrown instanceof ConfigException
        || thrown instanceof InputException
        || thrown instanceof CalibrationException) {
      return USAGE;
    }
    if (thrown instanceof GateException) {
      return GATE;
    }
    return thrown instanceof BundleException
            || thrown instanceof EncoderException
            || thrown instanceof StorageException
            || thrown instanceof AccessControlException
        ? ENVIRONMENT
        : BUG;
  }
}
