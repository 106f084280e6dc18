package org.thumbscore.cli;

import org.thumbscore.run.ToolVersion;
import picocli.CommandLine.IVersionProvider;

/** The version that {@code --version} prints. */
final class VersionOption implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"thumbscore " + ToolVersion.current()};
  }
}
