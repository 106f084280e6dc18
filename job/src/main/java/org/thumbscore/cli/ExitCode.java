package org.thumbscore.cli;

import org.apache.hadoop.security.AccessControlException;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.model.BundleException;
import org.thumbscore.quality.CalibrationException;
import org.thumbscore.run.SparkStartException;
import org.thumbscore.runtime.EncoderException;

/** The exit code of a command. */
enum ExitCode {
  DONE(0),
  /** An unexpected failure that no action of the user explains. */
  BUG(1),
  /** Invalid arguments, configuration, paths or columns. */
  USAGE(2),
  /** A data gate failed: rows were lost, or too many were rejected. */
  GATE(3),
  /**
   * The environment is not usable, for example because of a missing bundle, device or permission.
   */
  ENVIRONMENT(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Returns the exit code for the given exception, without considering its causes. */
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
            || thrown instanceof SparkStartException
            || thrown instanceof AccessControlException
        ? ENVIRONMENT
        : BUG;
  }
}
